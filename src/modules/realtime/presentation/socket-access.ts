import { Injectable, Logger } from '@nestjs/common';
import proxyAddr from 'proxy-addr';
import { type Locale, LOCALES } from '../../../common/config/locale';
import { Settings } from '../../../common/config/settings';
import { type Failure, failureOf } from '../../../common/http/failure';
import { RateLimiter } from '../../../common/http/rate-limit/rate-limiter';
import { Texts } from '../../../common/i18n/texts';
import { DomainError } from '../../../common/kernel/domain-error';
import { AdmitAdministrator } from '../../identity';
import { RealtimePace } from '../domain/realtime-pace';
import type { AdminSocket } from './admin-socket';

/** Of one account in this process. */
const MOST_SOCKETS = 10;

interface Confirmation {
  /** When the token was last found good, by performance.now(). */
  at: number;
  /** When it is looked at again. */
  nextAt: number;
}

/** Decides who may open a socket, and again and again who may keep it. */
@Injectable()
export class SocketAccess {
  private readonly logger = new Logger(SocketAccess.name);
  private readonly openByUser = new Map<string, number>();
  private readonly confirmations = new WeakMap<AdminSocket, Confirmation>();
  private readonly trust: ReturnType<typeof proxyAddr.compile>;

  constructor(
    private readonly administrators: AdmitAdministrator,
    private readonly limiter: RateLimiter,
    private readonly texts: Texts,
    private readonly pace: RealtimePace,
    settings: Settings,
  ) {
    this.trust = proxyAddr.compile(settings.TRUST_PROXY);
  }

  /** Lets a socket in, a recovered one as a new one. Throws what {@link describe} puts into words. */
  async admit(socket: AdminSocket): Promise<void> {
    const { data } = socket;
    data.locale = await this.localeOf(socket);
    data.userId = await this.recognise(socket);
    data.subscription ??= null;
    data.seq ??= 0;
    this.count(socket);
    this.confirm(socket);
  }

  /** Null: the socket may stay. Otherwise why not. */
  async recheck(socket: AdminSocket): Promise<Failure | null> {
    const confirmation = this.confirmations.get(socket)!;
    const now = performance.now();
    if (now < confirmation.nextAt) return null;
    confirmation.nextAt = now + this.pace.recheckMs;
    try {
      const userId = await this.administrators.execute(socket.handshake.auth.token);
      if (userId !== socket.data.userId) throw new DomainError('unauthenticated', 'auth.required');
      this.confirm(socket);
      return null;
    } catch (error) {
      const failure = this.describe(error);
      if (failure.status < 500) return failure;
      // Nobody could judge it: soon again, but not for ever.
      confirmation.nextAt = now;
      return now - confirmation.at < this.pace.unconfirmedMs ? null : failure;
    }
  }

  /** What the client may know; the rest goes to the log. */
  describe(error: unknown): Failure {
    const failure = failureOf(error);
    if (failure.code === 'internal') this.logger.error({ err: error }, 'A socket could not be served');
    return failure;
  }

  /** `code` and text of a failure in the socket's language. */
  words({ code, params }: Failure, { data }: AdminSocket): { code: string; message: string } {
    return { code, message: this.texts.of(`errors.${code}`, params, data.locale) };
  }

  /** As for routes: an administrator's attempts count on the account, all others on the address. */
  private async recognise({ handshake, request }: AdminSocket): Promise<string> {
    const address = proxyAddr(request, this.trust);
    let userId: string;
    try {
      userId = await this.administrators.execute(handshake.auth.token);
    } catch (error) {
      await this.limiter.countAttempt({ kind: 'ip' }, address);
      throw error;
    }
    await this.limiter.countAttempt({ kind: 'admin', id: userId }, address);
    return userId;
  }

  /** From now until its connection ends. */
  private count({ data: { userId }, conn }: AdminSocket): void {
    const open = this.openByUser.get(userId) ?? 0;
    if (open >= MOST_SOCKETS)
      throw new DomainError('limited', 'realtime.too_many_sockets', { most: MOST_SOCKETS });
    if (conn.readyState !== 'open') return;
    this.openByUser.set(userId, open + 1);
    conn.once('close', () => {
      const left = this.openByUser.get(userId)! - 1;
      if (left > 0) this.openByUser.set(userId, left);
      else this.openByUser.delete(userId);
    });
  }

  private confirm(socket: AdminSocket): void {
    const at = performance.now();
    this.confirmations.set(socket, { at, nextAt: at + this.pace.recheckMs });
  }

  private localeOf({ handshake, request }: AdminSocket): Locale | Promise<Locale> {
    const wanted: unknown = handshake.auth.locale;
    return LOCALES.find((locale) => locale === wanted) ?? this.texts.localeOf(request);
  }
}

import { Injectable } from '@nestjs/common';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Settings } from '../../../common/config/settings';
import { addressOf } from '../../../common/http/listening';
import { DownloadLinks } from '../domain/download-links';

/** What the signature is for: signatures of the same secret for anything else do not open files. */
const AUDIENCE = 'kinoscope/report-download';
const KEY_BYTES = 32;

/** HMAC-SHA-256 over audience, file and expiry, with a key of its own that is derived from JWT_SECRET. */
@Injectable()
export class HmacDownloadLinks extends DownloadLinks {
  private readonly key: Buffer;

  constructor(private readonly settings: Settings) {
    super();
    this.key = Buffer.from(hkdfSync('sha256', settings.jwtSecret, '', AUDIENCE, KEY_BYTES));
  }

  make(file: string, expiresAt: Date): string {
    const expires = String(Math.floor(expiresAt.getTime() / 1_000));
    const query = new URLSearchParams({ expires, signature: this.sign(file, expires).toString('base64url') });
    const base = this.settings.PUBLIC_URL ?? addressOf(this.settings);
    return `${base}/api/v1/downloads/reports/${file}?${query.toString()}`;
  }

  isValid(file: string, expires: string, signature: string, now: Date): boolean {
    const expected = this.sign(file, expires).toString('base64url');
    // As text: base64url has several spellings of the same bytes, and one of them is ours.
    const given = Buffer.from(signature);
    const isOurs = given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
    return isOurs && now.getTime() < Number(expires) * 1_000;
  }

  private sign(file: string, expires: string): Buffer {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([AUDIENCE, file, expires]))
      .digest();
  }
}

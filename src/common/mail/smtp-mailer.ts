import type { Transporter } from 'nodemailer';
import { type Mail, Mailer } from '../kernel/mailer';

const CONNECT_MS = 5_000;
const SILENCE_MS = 10_000;
const DOMAIN = /@([^>\s]+)>?$/;

/** Sends over the server of SMTP_URL; without one, mail is off. */
export class SmtpMailer extends Mailer {
  private transport: Promise<Transporter> | null = null;

  /** `from` is MAIL_FROM. */
  constructor(
    private readonly url: string | undefined,
    private readonly from: string | undefined,
  ) {
    super();
  }

  get enabled(): boolean {
    return this.url !== undefined;
  }

  async send({ to, subject, text, html, id }: Mail): Promise<void> {
    const transport = await this.open();
    await transport.sendMail({
      // As objects: an address is never taken for a list of them.
      to: { name: '', address: to },
      from: this.from,
      subject,
      text,
      html,
      messageId: `<${id}@${DOMAIN.exec(this.from ?? '')?.[1] ?? 'kinoscope'}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  /** A connection a message: they are few. */
  private open(): Promise<Transporter> {
    if (this.url === undefined) throw new Error('SMTP_URL is not set');
    const { url } = this;
    return (this.transport ??= import('nodemailer').then(({ createTransport }) =>
      createTransport({
        url,
        connectionTimeout: CONNECT_MS,
        greetingTimeout: SILENCE_MS,
        socketTimeout: SILENCE_MS,
        dnsTimeout: CONNECT_MS,
      }),
    ));
  }
}

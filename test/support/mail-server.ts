import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string[];
  /** As it came over the wire. */
  readonly source: string;
}

/** A real SMTP server on this machine that keeps what it is sent. */
export class MailServer {
  readonly mails: ReceivedMail[] = [];
  /** Refuses so many messages first. */
  refuse = 0;

  private constructor(private readonly server: SMTPServer) {}

  static async start(): Promise<MailServer> {
    const mailServer: MailServer = new MailServer(
      new SMTPServer({
        authOptional: true,
        disabledCommands: ['STARTTLS'],
        onData: (stream, session, done) => {
          text(stream).then((source) => {
            if (mailServer.refuse > 0) {
              mailServer.refuse--;
              done(Object.assign(new Error('Try again later'), { responseCode: 451 }));
              return;
            }
            mailServer.mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
            done();
          }, done);
        },
      }),
    );
    mailServer.server.listen(0, '127.0.0.1');
    await once(mailServer.server.server, 'listening');
    return mailServer;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** Header of a message, unfolded and decoded. */
export function headerOf({ source }: ReceivedMail, name: string): string {
  const [head = ''] = source.split('\r\n\r\n');
  const line = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .find((candidate) => candidate.startsWith(`${name}: `));
  return (line ?? '')
    .slice(name.length + 2)
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?(B|Q)\?(.*?)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString()
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}

/** Decoded parts of a multipart message by type. */
export function partsOf({ source }: ReceivedMail): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(source)![1]!;
  const parts = source.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [head = '', ...body] = part.trim().split('\r\n\r\n');
      const type = /Content-Type: ([\w/]+)/i.exec(head)![1]!;
      const content = body.join('\r\n\r\n');
      if (/base64/i.test(head)) return [type, Buffer.from(content, 'base64').toString()];
      return [type, /quoted-printable/i.test(head) ? decodeQuoted(content.replace(/=\r\n/g, '')) : content];
    }),
  );
}

function decodeQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

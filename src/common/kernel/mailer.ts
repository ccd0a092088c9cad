export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** The same content twice, for readers with and without HTML. */
  readonly text: string;
  readonly html: string;
  /** The same message sent again carries the same id, so that mailboxes show it once. */
  readonly id: string;
}

export abstract class Mailer {
  /** Whether mail can be sent at all. */
  abstract readonly enabled: boolean;

  /** Resolves when the server has taken the message over; fails within half a minute. */
  abstract send(mail: Mail): Promise<void>;
}

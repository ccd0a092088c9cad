import { FrameSender } from '../../../src/modules/realtime/presentation/frame-sender';

interface Inside {
  serve(receiver: Receiver, ...rest: unknown[]): void;
  send(receiver: Receiver, ...rest: unknown[]): void;
}
interface Receiver {
  readonly socket: { readonly data: { seq: number } };
  changed: boolean;
}

/** A service that is broken on purpose: it sends without asking whether anybody reads. */
(FrameSender.prototype as unknown as Inside).serve = function (this: Inside, receiver, ...rest) {
  receiver.socket.data.seq++;
  receiver.changed = false;
  this.send(receiver, ...rest);
};

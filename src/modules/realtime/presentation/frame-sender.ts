import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { Metrics } from '../../../common/telemetry/metrics';
import { LiveMetrics } from '../application/live-metrics';
import type { Activity } from '../domain/activity';
import { RealtimePace } from '../domain/realtime-pace';
import { isConcerned } from '../domain/subscription';
import { type AdminSocket, breakOff, isWritable } from './admin-socket';
import { frameBody } from './frame';

/** By subscription, as JSON without the opening brace. */
type Bodies = Map<string, string>;

/** Instants are those of performance.now(): a clock that is put right must not hold frames back. */
interface Receiver {
  readonly socket: AdminSocket;
  /** Something has changed since the last frame was made. */
  changed: boolean;
  /** Since when a frame has been waiting for the socket to take what was sent before. */
  waitingSince: number | null;
  /** No frame is sent before. */
  nextAt: number;
  heartbeatAt: number;
}

/**
 * Sends each socket a frame when something that it shows has changed, once a second at most, and a heartbeat. The first
 * change after a silence goes out at once. Of frames that a socket does not take only the latest waits: it is made
 * when it can be sent.
 */
@Injectable()
export class FrameSender implements OnApplicationShutdown {
  private readonly receivers = new Map<string, Receiver>();
  private timer: NodeJS.Timeout | undefined;
  private timerAt = Infinity;
  /** In the round under way. */
  private sent = 0;

  constructor(
    private readonly live: LiveMetrics,
    private readonly pace: RealtimePace,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    live.onChange((activity) => this.note(activity));
  }

  /** A socket that has come back may have missed something. */
  add(socket: AdminSocket): void {
    const now = performance.now();
    this.receivers.set(socket.id, {
      socket,
      changed: socket.recovered,
      waitingSince: null,
      nextAt: now,
      heartbeatAt: now + this.pace.heartbeatMs,
    });
    this.metrics.realtimeSockets.set(this.receivers.size);
    this.flush(now);
  }

  /** The snapshot has shown all until now. */
  begin({ id }: AdminSocket): void {
    const receiver = this.receivers.get(id);
    if (!receiver) return;
    const now = performance.now();
    Object.assign(receiver, { changed: false, waitingSince: null, heartbeatAt: now + this.pace.heartbeatMs });
    this.flush(now);
  }

  remove({ id }: AdminSocket): void {
    this.receivers.delete(id);
    this.metrics.realtimeSockets.set(this.receivers.size);
  }

  get sockets(): AdminSocket[] {
    return [...this.receivers.values()].map(({ socket }) => socket);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  private note(activity: Activity | null): void {
    const concerned = new Map<string, boolean>();
    for (const receiver of this.receivers.values()) {
      const { subscription } = receiver.socket.data;
      if (!subscription || receiver.changed) continue;
      let isChanged = concerned.get(subscription.key);
      if (isChanged === undefined) {
        isChanged = activity === null || isConcerned(subscription, activity);
        concerned.set(subscription.key, isChanged);
      }
      receiver.changed = isChanged;
    }
    this.flush(performance.now());
  }

  /** Sends what is due, and comes back when the next thing will be. */
  private flush(now: number): void {
    const bodies: Bodies = new Map();
    let nextAt = Infinity;
    for (const receiver of this.receivers.values()) {
      if (!receiver.socket.data.subscription) continue;
      if (now >= receiver.heartbeatAt) {
        receiver.changed = true;
        receiver.heartbeatAt = now + this.pace.heartbeatMs;
      }
      const isDue = () => receiver.changed || receiver.waitingSince !== null;
      if (isDue() && now >= receiver.nextAt) this.serve(receiver, bodies, now);
      nextAt = Math.min(nextAt, isDue() ? receiver.nextAt : receiver.heartbeatAt);
    }
    if (this.sent > 0) this.metrics.realtimeFrames.inc({ outcome: 'sent' }, this.sent);
    this.sent = 0;
    this.comeBack(nextAt, now);
  }

  private serve(receiver: Receiver, bodies: Bodies, now: number): void {
    receiver.nextAt = now + this.pace.frameMs;
    if (receiver.changed) {
      // The frame that has waited so far gives way to the new one, and its number to the gap that the client sees.
      if (receiver.waitingSince !== null) this.metrics.realtimeFrames.inc({ outcome: 'dropped' });
      receiver.socket.data.seq++;
      receiver.changed = false;
    }
    if (isWritable(receiver.socket)) return this.send(receiver, bodies, now);
    receiver.waitingSince ??= now;
    if (now - receiver.waitingSince < this.pace.stalledMs) return;
    this.metrics.realtimeClosed.inc({ code: 'stalled' });
    breakOff(receiver.socket.conn);
  }

  private send(receiver: Receiver, bodies: Bodies, now: number): void {
    const { socket } = receiver;
    const { subscription, seq } = socket.data;
    let body = bodies.get(subscription!.key);
    if (body === undefined) {
      body = JSON.stringify(frameBody(this.live, subscription!, this.clock.now())).slice(1);
      bodies.set(subscription!.key, body);
    }
    // What `emit` would write, but for a thousand sockets the body is put into words once. The client hands the last
    // text back when it recovers its connection.
    socket.conn.write(`2["metrics",{"seq":${seq},${body},"${seq}"]`);
    receiver.waitingSince = null;
    receiver.heartbeatAt = now + this.pace.heartbeatMs;
    this.sent++;
  }

  private comeBack(at: number, now: number): void {
    if (at === this.timerAt && this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.timerAt = at;
    if (at === Infinity) return;
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        this.flush(performance.now());
      },
      Math.max(1, at - now),
    );
  }
}

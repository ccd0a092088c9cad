import { randomUUID } from 'node:crypto';
import { type Dataset, START, WEEK_MS } from '../../bench/data/dataset';
import { randomStream } from '../../bench/data/random';
import { type Answer, type Call, LoadClient } from '../support/load';
import type { ServiceProcess } from '../support/service-process';
import { ADMIN } from '../support/test-app';

export interface SentRequest {
  readonly kind: string;
  /** On the clock of `performance.now()`. */
  readonly began: number;
  readonly ms: number;
  /** Null: it was answered as it should be. */
  readonly failure: string | null;
}

const LONGEST_RANGE_WEEKS = 40;

/** A gentle load that never waits for its answers, so that whatever holds up a service shows in many requests. */
export class Traffic {
  readonly requests: SentRequest[] = [];
  /** Views that were answered with "accepted". */
  accepted = 0;
  private readonly client: LoadClient;
  private readonly random = randomStream(Date.now());
  private readonly underWay = new Set<Promise<void>>();
  private timers: NodeJS.Timeout[] = [];

  constructor(
    service: ServiceProcess,
    private readonly dataset: Dataset,
  ) {
    this.client = new LoadClient(service.url);
    const token = service.adminToken;
    this.every(
      50,
      'ingest',
      () => this.aView(token),
      (answer) => this.countView(answer),
    );
    this.every(200, 'viewer', () => ({
      method: 'GET',
      path: `/analytics/v2/users/${this.someUser()}/analytics`,
      token,
    }));
    this.every(1_000, 'cohorts', () => this.someCohorts(token));
    this.every(2_000, 'login', () => ({ path: '/auth/login', body: ADMIN }));
  }

  /** Sends nothing more, and waits for what has been sent. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.underWay);
    this.client.close();
  }

  private every(
    ms: number,
    kind: string,
    next: () => Call,
    judge: (answer: Answer) => string | null = () => null,
  ): void {
    const send = async () => {
      const began = performance.now();
      const failure = await this.client.send(next()).then(
        (answer) => (answer.status === 200 ? judge(answer) : `${answer.status} ${answer.text}`),
        (error: Error) => error.message,
      );
      this.requests.push({ kind, began, ms: performance.now() - began, failure });
    };
    const timer = setInterval(() => {
      const sent = send();
      this.underWay.add(sent);
      void sent.finally(() => this.underWay.delete(sent));
    }, ms);
    this.timers.push(timer);
  }

  private aView(token: string): Call {
    const event = {
      event_id: randomUUID(),
      user_id: this.someUser(),
      release_id: this.dataset.release(this.below(this.dataset.size.releases)).id,
      viewed_at: new Date().toISOString(),
      watch_seconds: 60 + this.below(3_600),
    };
    return { path: '/views', token, body: { events: [event] } };
  }

  private countView({ text }: Answer): string | null {
    const { accepted } = JSON.parse(text) as { accepted: number };
    this.accepted += accepted;
    return accepted === 1 ? null : text;
  }

  private someCohorts(token: string): Call {
    const start = START + this.below(12) * WEEK_MS;
    const end = start + (1 + this.below(LONGEST_RANGE_WEEKS)) * WEEK_MS - 1;
    const body = {
      start_date: new Date(start).toISOString(),
      end_date: new Date(end).toISOString(),
      cohort_type: 'registration',
    };
    return { path: '/analytics/v2/cohorts', token, body };
  }

  private someUser(): string {
    return this.dataset.user(this.below(this.dataset.size.users)).id;
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }
}

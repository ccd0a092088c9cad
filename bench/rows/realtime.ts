import { JwtService } from '@nestjs/jwt';
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, Environment } from '../environment';
import { compare, takeTurns } from '../measure';
import { durations, type Result } from '../result';
import type { BareMessage } from '../support/bare-sockets';
import { HttpService } from '../support/http-service';
import { LiveAudience } from '../support/live-audience';
import type { OpenDatabase } from '../support/postgres';

const SOCKETS = 1_000;
/** An account may have ten. */
const SOCKETS_AN_ACCOUNT = 10;
const EMITS_A_ROUND = 5;
/** A socket is sent a frame a second at most. */
const PAUSE_MS = 1_200;
const PATH = '/api/v1/analytics/v2/realtime';

/** Milliseconds from the commit of a view, or the beginning of an emit, until 99 of 100 sockets have been told. */
export const realtime: Benchmark = {
  name: 'realtime',
  run: (environment) => environment.store.withCopy('live', (copy) => measure(environment, copy)),
};

async function measure({ dataset, options }: Environment, copy: OpenDatabase): Promise<Result[]> {
  const service = await HttpService.start(copy.url, 'service');
  const bare = fork(join(__dirname, '..', 'support', 'bare-sockets.ts'), {
    execArgv: ['--require', join(__dirname, '..', 'register.cjs')],
  });
  const audiences: LiveAudience[] = [];
  try {
    const [{ port }] = (await once(bare, 'message')) as [BareMessage];
    const tokens = await administrators(service, SOCKETS / SOCKETS_AN_ACCOUNT);
    const tokenOf = (number: number) => tokens[Math.floor(number / SOCKETS_AN_ACCOUNT)]!;
    const ours = await LiveAudience.open(new URL(service.base).origin, PATH, SOCKETS, tokenOf);
    const theirs = await LiveAudience.open(`http://127.0.0.1:${port}`, '/socket.io', SOCKETS, () => null);
    audiences.push(ours, theirs);

    let next = 0;
    const found = await takeTurns(options.rounds, {
      ours: () => latency(ours, () => service.committed(() => post(service, dataset.view(next++)))),
      bare: () => latency(theirs, () => emit(bare)),
    });
    return [
      durations(
        `commit → subscriber, ${SOCKETS.toLocaleString('en')} sockets, p99`,
        'bare socket.io emit to as many',
        1 / 1.5,
        compare(found.ours, found.bare),
      ),
    ];
  } finally {
    for (const audience of audiences) audience.close();
    bare.kill();
    await service.close();
  }
}

/** p99 over the sockets of some emits. `cause` tells when it began. */
async function latency(audience: LiveAudience, cause: () => Promise<number>): Promise<number> {
  const waits: number[] = [];
  for (let emit = 0; emit < EMITS_A_ROUND; emit++) {
    await delay(PAUSE_MS);
    let began = 0;
    const arrivals = await audience.arrivals(async () => (began = await cause()));
    waits.push(...arrivals.map((time) => time - began));
  }
  waits.sort((a, b) => a - b);
  return waits[Math.ceil(waits.length * 0.99) - 1]!;
}

async function emit(bare: ChildProcess): Promise<number> {
  const told = once(bare, 'message') as Promise<[BareMessage]>;
  bare.send(FRAME);
  return (await told)[0].began!;
}

function post(
  service: HttpService,
  { userId, releaseId }: { userId: string; releaseId: string },
): Promise<unknown> {
  const viewed_at = new Date(Date.now() - 600_000).toISOString();
  const event = {
    event_id: randomUUID(),
    user_id: userId,
    release_id: releaseId,
    viewed_at,
    watch_seconds: 600,
  };
  return service.post('/views', { events: [event] });
}

async function administrators(service: HttpService, count: number): Promise<string[]> {
  const users = Array.from({ length: count }, () => ({
    id: randomUUID(),
    registered_at: '2026-01-05T09:00:00Z',
    role: 'admin',
  }));
  await service.put('/users', { users });
  const jwt = new JwtService({ secret: service.secret });
  return users.map(({ id }) => jwt.sign({ sub: id }, { expiresIn: 3_600 }));
}

/** As long as a frame of ours with ten titles. */
const FRAME = {
  seq: 1,
  at: '2026-01-05T09:00:00.000Z',
  window_seconds: 1_770,
  views: 100,
  views_per_minute: 10,
  active_users: 10,
  watch_minutes: 1_000,
  top_releases: Array.from({ length: 10 }, () => ({
    release_id: randomUUID(),
    title: 'Release 1234',
    views: 10,
  })),
};

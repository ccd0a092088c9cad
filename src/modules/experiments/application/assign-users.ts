import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { EventBus } from '../../../common/kernel/event-bus';
import { GroupCommit } from '../../../common/kernel/group-commit';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { AnalyticsV2Repository } from '../../analytics';
import { ReleaseRepository } from '../../catalogue';
import { type User, UserRepository } from '../../identity';
import type { AbTest } from '../domain/ab-test';
import { type Assignment, AssignmentRepository, type TestUser } from '../domain/assignment.repository';
import { assign } from '../domain/assignment/assign';
import { isInvited } from '../domain/audience';
import { TestDataRecorded } from '../domain/events';
import { assignmentOf } from '../domain/exclusion';
import { Holdout } from '../domain/holdout';
import { takesNewUsers } from '../domain/lifecycle';
import { KnownTests } from './known-tests';

/** Writes under way at once, and users in one of them. */
const CONCURRENT_WRITES = 2;
const USERS_PER_WRITE = 2_000;

export interface UserAssignment {
  readonly userId: string;
  /** Null: not in the test. */
  readonly variantId: string | null;
  /** Whether it stood before. */
  readonly sticky: boolean;
  /** False: there is no such user. */
  readonly isKnown: boolean;
}

interface Candidate extends TestUser {
  readonly test: AbTest;
}

/**
 * Which variant users are in. Who has one keeps it, whatever has become of the test; who has none gets one by hash, if the
 * test runs and is for them, and that is the exposure. Concurrent calls share their statements.
 */
@Injectable()
export class AssignUsers {
  private readonly waiting: GroupCommit<Candidate, UserAssignment>;

  constructor(
    private readonly tests: KnownTests,
    private readonly assignments: AssignmentRepository,
    private readonly users: UserRepository,
    private readonly releases: ReleaseRepository,
    private readonly analytics: AnalyticsV2Repository,
    private readonly holdout: Holdout,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly events: EventBus,
  ) {
    // Ids and tests are checked by then: what fails is the database, for all of them.
    const everybodys = () => true;
    this.waiting = new GroupCommit(
      (candidates) => this.assignAll(candidates),
      CONCURRENT_WRITES,
      USERS_PER_WRITE,
      everybodys,
    );
  }

  /** One answer for each of `userIds`, in their order. Throws `test.not_found`. */
  async execute(testId: string, userIds: readonly string[]): Promise<UserAssignment[]> {
    const test = await this.tests.get(testId);
    if (userIds.length === 0) return [];
    return this.waiting.submit(userIds.map((userId) => ({ test, testId, userId })));
  }

  private async assignAll(candidates: readonly Candidate[]): Promise<UserAssignment[]> {
    const before = byUser(await this.assignments.find(candidates));
    const missing = new Map(
      candidates.filter((one) => !before.has(keyOf(one))).map((one) => [keyOf(one), one] as const),
    );
    const { known, after } =
      missing.size === 0 ? NOTHING_NEW : await this.assignNewcomers([...missing.values()]);
    return candidates.map((candidate) => {
      const stood = before.get(keyOf(candidate));
      return {
        userId: candidate.userId,
        variantId: stood ?? after.get(keyOf(candidate)) ?? null,
        sticky: stood !== undefined,
        isKnown: stood !== undefined || known.has(candidate.userId),
      };
    });
  }

  private async assignNewcomers(newcomers: readonly Candidate[]): Promise<Newcomers> {
    const ids = [...new Set(newcomers.map(({ userId }) => userId))];
    const { users, chosen } = await this.unitOfWork.run(async () => {
      const held = new Map((await this.users.hold(ids)).map((user) => [user.id, user]));
      const picked = await this.choose(newcomers, held);
      if (picked.length > 0) await this.assignments.insert(picked, this.clock.now());
      return { users: held, chosen: picked };
    });
    if (chosen.length === 0) return { known: users, after: new Map() };
    await this.events.publish(new TestDataRecorded([...new Set(chosen.map(({ testId }) => testId))]));
    // Another process may have been faster; what stands counts.
    return { known: users, after: byUser(await this.assignments.find(chosen)) };
  }

  private async choose(
    newcomers: readonly Candidate[],
    users: ReadonlyMap<string, User>,
  ): Promise<Assignment[]> {
    const chosen = newcomers.flatMap(({ test, testId, userId }) => {
      const user = users.get(userId);
      if (!user || !takesNewUsers(test.status) || !isInvited(test.audience, user)) return [];
      const variantId = assign(assignmentOf(test, userId, this.holdout.share));
      return variantId === null ? [] : { test, testId, userId, variantId };
    });
    const genres = new Set(chosen.flatMap(({ test }) => test.audience?.genre ?? []));
    const viewers = new Map<string, ReadonlySet<string>>();
    for (const genre of genres) {
      const asked = chosen.filter(({ test }) => test.audience?.genre === genre);
      viewers.set(genre, await this.findViewers(genre, asked));
    }
    return chosen.filter(({ test, userId }) => {
      const genre = test.audience?.genre ?? null;
      return genre === null || viewers.get(genre)!.has(userId);
    });
  }

  private async findViewers(genre: string, asked: readonly TestUser[]): Promise<ReadonlySet<string>> {
    const releaseIds = await this.releases.findIdsByGenre(genre);
    return this.analytics.findViewers([...new Set(asked.map(({ userId }) => userId))], releaseIds);
  }
}

interface Newcomers {
  readonly known: ReadonlyMap<string, User>;
  /** Variants by {@link keyOf}. */
  readonly after: ReadonlyMap<string, string>;
}

const NOTHING_NEW: Newcomers = { known: new Map(), after: new Map() };

const keyOf = ({ testId, userId }: TestUser) => `${testId} ${userId}`;

function byUser(assignments: readonly Assignment[]): Map<string, string> {
  return new Map(assignments.map((assignment) => [keyOf(assignment), assignment.variantId]));
}

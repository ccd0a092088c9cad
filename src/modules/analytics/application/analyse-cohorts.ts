import { Injectable } from '@nestjs/common';
import { type CalendarDate, localDate, type WeekStart } from '../../../common/kernel/calendar-date';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { KnownReleases, ReleaseRepository } from '../../catalogue';
import { AnalyticsV2Repository } from '../domain/analytics-v2.repository';
import { type CohortLifetimeValue, cohortLifetimeValues } from '../domain/payments/cohort-lifetime-value';
import { PaymentRepository } from '../domain/payments/payment.repository';
import type {
  CohortQuery,
  CohortType,
  RetentionMode,
  RetentionWindow,
} from '../domain/retention/cohort-query';
import { type CohortReport, cohortReport } from '../domain/retention/cohort-report';

export interface CohortRequest {
  readonly cohortType: CohortType;
  readonly startDate: Date;
  /** Includes the whole second that it names. */
  readonly endDate: Date;
  readonly weeks: number;
  readonly retention: RetentionMode;
  readonly window: RetentionWindow;
  readonly timezone: string;
  readonly weekStart: WeekStart;
  readonly releaseId: string | null;
  readonly genre: string | null;
  readonly minCohortSize: number;
  readonly includeLifetimeValue: boolean;
}

export interface DatedCohortReport extends CohortReport {
  readonly asOf: Date;
  /** By the first day of the cohort's week; null: not asked for. */
  readonly lifetimeValues: ReadonlyMap<CalendarDate, CohortLifetimeValue> | null;
}

/** Weekly retention of the users whose registration or first view lies in a range. */
@Injectable()
export class AnalyseCohorts {
  constructor(
    private readonly analytics: AnalyticsV2Repository,
    private readonly payments: PaymentRepository,
    private readonly releases: ReleaseRepository,
    private readonly knownReleases: KnownReleases,
    private readonly clock: Clock,
  ) {}

  async execute(request: CohortRequest): Promise<DatedCohortReport> {
    if (request.endDate < request.startDate) {
      throw new DomainError('invalid', 'validation.rangeOrder', {}, 'end_date');
    }
    const releaseIds = await this.releasesOf(request);
    const asOf = this.clock.now();
    const today = localDate(asOf, request.timezone);
    const query = {
      cohortType: request.cohortType,
      from: request.startDate,
      until: new Date((Math.floor(request.endDate.getTime() / 1000) + 1) * 1000),
      weeks: request.weeks,
      window: request.window,
      timezone: request.timezone,
      weekStart: request.weekStart,
      releaseIds,
    };
    const activity = await this.analytics.getCohortActivity(query, today);
    const { retention: mode, window, weekStart, minCohortSize } = request;
    const report = cohortReport(activity, { mode, window, weekStart, minCohortSize, today });
    const lifetimeValues = request.includeLifetimeValue
      ? await this.lifetimeValues(report, query, today)
      : null;
    return { asOf, ...report, lifetimeValues };
  }

  private async lifetimeValues(
    { cohorts }: CohortReport,
    query: CohortQuery,
    today: CalendarDate,
  ): Promise<Map<CalendarDate, CohortLifetimeValue>> {
    // One after the other: connections for long statements are few, and others wait for them.
    const revenue = await this.payments.getCohortRevenue(query);
    const outlook = await this.payments.getCohortOutlook(query);
    const models = await this.payments.listModels();
    return cohortLifetimeValues(cohorts, { ...query, today }, revenue, outlook, models);
  }

  /** The releases that the title and genre filters leave, or null without filters. */
  private async releasesOf({ releaseId, genre }: CohortRequest): Promise<string[] | null> {
    if (releaseId !== null && (await this.knownReleases.findUnknown([releaseId])).size > 0) {
      throw new DomainError('not_found', 'release.not_found');
    }
    if (genre === null) return releaseId === null ? null : [releaseId];
    const ids = await this.releases.findIdsByGenre(genre);
    if (ids.length === 0) throw new DomainError('not_found', 'genre.not_found');
    return releaseId === null ? ids : ids.filter((id) => id === releaseId);
  }
}

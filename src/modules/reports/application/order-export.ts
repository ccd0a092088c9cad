import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { Jobs } from '../../../common/kernel/jobs';
import { Mailer } from '../../../common/kernel/mailer';
import { ExperimentResults } from '../domain/experiment-results';
import type { Export } from '../domain/export';
import { ExportRepository } from '../domain/export.repository';
import type { DateRange, ReportOrder } from '../domain/report';
import { WRITE_EXPORT } from './job-kinds';

export interface ExportRequest extends ReportOrder, DateRange {
  readonly notifyEmail: string | null;
}

/** So long a caller waits for an export that is made at once, and so often looks for it. */
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 50;

/** Orders an export, and waits a moment for it: it comes back finished, or still under way. */
@Injectable()
export class OrderExport {
  constructor(
    private readonly exports: ExportRepository,
    private readonly experiments: ExperimentResults,
    private readonly jobs: Jobs,
    private readonly mailer: Mailer,
    private readonly clock: Clock,
  ) {}

  /** Throws `ab_test.not_found`, and validation errors of `end_date`, `ab_test_id` and `notify_email`. */
  async execute({ notifyEmail, ...request }: ExportRequest): Promise<Export> {
    if (request.endDate < request.startDate)
      throw new DomainError('invalid', 'validation.rangeOrder', {}, 'end_date');
    if (notifyEmail !== null && !this.mailer.enabled)
      throw new DomainError('invalid', 'validation.mailOff', {}, 'notify_email');
    await ensureTest(request, this.experiments);
    const order = newExport(request, notifyEmail === null ? [] : [notifyEmail], this.clock.now());
    await this.exports.insert(order);
    await this.jobs.enqueue(WRITE_EXPORT, { exportId: order.id }, { deduplicate: order.id });
    return this.await(order);
  }

  private async await(order: Export): Promise<Export> {
    const until = performance.now() + PATIENCE_MS;
    let latest: Export | null = order;
    while (latest && isUnderWay(latest) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      latest = await this.exports.find(order.id);
    }
    // Removed meanwhile: whoever asks for its state is told so.
    return latest ?? order;
  }
}

/** Reports of tests, and no others, name a test, which must be there. */
export async function ensureTest(
  { reportType, abTestId }: Pick<ReportOrder, 'reportType' | 'abTestId'>,
  experiments: ExperimentResults,
): Promise<void> {
  if ((reportType === 'ab_test') !== (abTestId !== null))
    throw new DomainError('invalid', 'validation.abTestOnly', {}, 'ab_test_id');
  if (abTestId !== null && !(await experiments.has(abTestId)))
    throw new DomainError('not_found', 'ab_test.not_found');
}

/** An export that waits for its job. */
export function newExport(
  { reportType, format, abTestId, locale, bom, startDate, endDate }: ReportOrder & DateRange,
  recipients: readonly string[],
  createdAt: Date,
  origin: { scheduleId: string; slot: Date } | null = null,
): Export {
  return {
    id: uuidv7(),
    reportType,
    format,
    abTestId,
    locale,
    bom,
    startDate,
    endDate,
    recipients,
    told: [],
    scheduleId: origin?.scheduleId ?? null,
    slot: origin?.slot ?? null,
    state: 'waiting',
    attempt: 0,
    progress: 0,
    createdAt,
    snapshotAt: null,
    finishedAt: null,
    expiresAt: null,
    file: null,
    failure: null,
  };
}

export function isUnderWay({ state }: Export): boolean {
  return state === 'waiting' || state === 'running';
}

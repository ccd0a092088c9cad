import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Settings } from '../../../common/config/settings';
import { BullmqJobs } from '../../../common/jobs/bullmq-jobs';
import { FileStorage } from '../../../common/kernel/file-storage';
import { Redis } from '../../../common/redis/redis';
import { Readiness } from '../../../common/telemetry/readiness';
import { VERSION } from '../../../common/telemetry/version';
import { Public } from '../../identity';
import { type ComponentName, COMPONENTS, HealthDto, StatusDto } from './status.dto';

/** What this build can do; the others are planned. */
const IMPLEMENTED: ReadonlySet<ComponentName> = new Set<ComponentName>([
  'cohorts',
  'predictions',
  'ab_tests',
  'user_analytics',
  'export',
  'realtime',
  'cache',
  'rate_limit',
]);

@Controller()
export class StatusController {
  constructor(
    private readonly readiness: Readiness,
    private readonly settings: Settings,
    private readonly redis: Redis,
    private readonly jobs: BullmqJobs,
    private readonly storage: FileStorage,
  ) {}

  /** What works, and what the service depends on. */
  @Get('analytics/v2/status')
  @Public()
  @ApiTags('analytics-v2')
  @ApiOkResponse({ type: StatusDto })
  async status(): Promise<StatusDto> {
    const [databaseUp, jobs, storage] = await Promise.all([
      this.readiness.isDatabaseUp(),
      this.jobs.state(),
      this.storage.state(),
    ]);
    const redis = this.redis.state;
    const replica = this.readiness.replica;
    const replicaState = replica ? (replica.isUp ? 'up' : 'down') : 'disabled';
    return {
      status: databaseUp && ![redis, replicaState, jobs, storage].includes('down') ? 'ok' : 'degraded',
      version: VERSION,
      components: COMPONENTS.map((name) => ({
        name,
        state: IMPLEMENTED.has(name) ? 'implemented' : 'planned',
      })),
      dependencies: {
        database: databaseUp ? (this.settings.embeddedDatabase ? 'embedded' : 'up') : 'down',
        database_replica: replicaState,
        cache: redis === 'disabled' ? 'embedded' : redis,
        jobs,
        storage,
      },
      database_replica: replica && {
        in_use: replica.isInUse,
        lag_bytes: replica.lagBytes,
        lag_seconds: replica.lagSeconds,
      },
    };
  }

  /** The process runs. */
  @Get('health/live')
  @Public()
  @ApiTags('health')
  @ApiOkResponse({ type: HealthDto })
  live(): HealthDto {
    return { status: 'ok' };
  }

  /** The process can serve: it is not stopping, and its database answers. */
  @Get('health/ready')
  @Public()
  @ApiTags('health')
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto })
  async ready(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    if (await this.readiness.isReady()) return { status: 'ok' };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'unavailable' };
  }
}

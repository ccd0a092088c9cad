import { Module } from '@nestjs/common';
import { RedisModule } from '../../common/redis/redis.module';
import { AnalyticsModule } from '../analytics';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { LiveMetrics } from './application/live-metrics';
import { RelayActivity } from './application/relay-activity';
import { ReleaseTitles } from './application/release-titles';
import { ActivityBus } from './domain/activity-bus';
import { RealtimePace } from './domain/realtime-pace';
import { RedisActivityBus } from './infrastructure/redis-activity-bus';
import { FrameSender } from './presentation/frame-sender';
import { RealtimeGateway } from './presentation/realtime.gateway';
import { SocketAccess } from './presentation/socket-access';

@Module({
  imports: [RedisModule, IdentityModule, CatalogueModule, AnalyticsModule],
  providers: [
    FrameSender,
    LiveMetrics,
    RealtimeGateway,
    RealtimePace,
    RelayActivity,
    ReleaseTitles,
    SocketAccess,
    { provide: ActivityBus, useClass: RedisActivityBus },
  ],
})
export class RealtimeModule {}

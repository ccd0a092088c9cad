import { DynamicModule, Module } from '@nestjs/common';
import { CacheModule } from './common/cache/cache.module';
import { CommonModule } from './common/common.module';
import { ConfigModule } from './common/config/config.module';
import type { Settings } from './common/config/settings';
import { DatabaseModule } from './common/database/database.module';
import { I18nModule } from './common/i18n/i18n.module';
import { StorageModule } from './common/storage/storage.module';
import { LoggerModule } from './common/telemetry/logger.module';
import { AnalyticsModule } from './modules/analytics';
import { CatalogueModule } from './modules/catalogue';
import { ExperimentsModule } from './modules/experiments';
import { IdentityModule } from './modules/identity';
import { ImporterModule } from './modules/importer';
import { ReportsModule } from './modules/reports';
import { RealtimeModule } from './modules/realtime';

@Module({})
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        LoggerModule,
        I18nModule,
        DatabaseModule,
        CacheModule,
        CommonModule,
        StorageModule,
        IdentityModule,
        CatalogueModule,
        AnalyticsModule,
        ExperimentsModule,
        ImporterModule,
        ReportsModule,
        RealtimeModule,
      ],
    };
  }
}

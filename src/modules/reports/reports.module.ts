import { Module } from '@nestjs/common';
import { MailModule } from '../../common/mail/mail.module';
import { AnalyticsModule } from '../analytics';
import { ExperimentsModule } from '../experiments';
import { IdentityModule } from '../identity';
import { CancelExport } from './application/cancel-export';
import { CreateSchedule } from './application/create-schedule';
import { ForgetPerson } from './application/forget-person';
import { OpenDownload } from './application/open-download';
import { OrderExport } from './application/order-export';
import { RunSchedules } from './application/run-schedules';
import { SendNotice } from './application/send-notice';
import { TidyExports } from './application/tidy-exports';
import { WriteExport } from './application/write-export';
import { DownloadLinks } from './domain/download-links';
import { ExperimentResults } from './domain/experiment-results';
import { ExportRepository } from './domain/export.repository';
import { NoticeComposer } from './domain/notice-composer';
import { ReportSource } from './domain/report-source';
import { ReportWriter } from './domain/report-writer';
import { CronCalendar, ScheduleRepository } from './domain/schedule.repository';
import { CronParserCalendar } from './infrastructure/cron-parser-calendar';
import { HmacDownloadLinks } from './infrastructure/hmac-download-links';
import { LocalisedNotices } from './infrastructure/localised-notices';
import { RecordedExperiments } from './infrastructure/recorded-experiments';
import { PostgresExportRepository } from './infrastructure/postgres/postgres-export.repository';
import { PostgresScheduleRepository } from './infrastructure/postgres/postgres-schedule.repository';
import { RenderThread } from './infrastructure/rendering/render-thread';
import { ReportFiles } from './infrastructure/rendering/report-files';
import { ReportJobs } from './infrastructure/report-jobs';
import { AbTestReport } from './infrastructure/sources/ab-test-report';
import { CohortsReport } from './infrastructure/sources/cohorts-report';
import { PopularityReport } from './infrastructure/sources/popularity-report';
import { PostgresReportSource } from './infrastructure/sources/postgres-report-source';
import { UsersReport } from './infrastructure/sources/users-report';
import { ViewsReport } from './infrastructure/sources/views-report';
import { DownloadsController } from './presentation/downloads.controller';
import { ExportsController } from './presentation/exports.controller';
import { SchedulesController } from './presentation/schedules.controller';

@Module({
  imports: [MailModule, IdentityModule, AnalyticsModule, ExperimentsModule],
  controllers: [DownloadsController, ExportsController, SchedulesController],
  providers: [
    AbTestReport,
    CancelExport,
    CohortsReport,
    CreateSchedule,
    ForgetPerson,
    OpenDownload,
    OrderExport,
    PopularityReport,
    RenderThread,
    ReportJobs,
    RunSchedules,
    SendNotice,
    TidyExports,
    UsersReport,
    ViewsReport,
    WriteExport,
    { provide: CronCalendar, useClass: CronParserCalendar },
    { provide: DownloadLinks, useClass: HmacDownloadLinks },
    { provide: ExperimentResults, useClass: RecordedExperiments },
    { provide: ExportRepository, useClass: PostgresExportRepository },
    { provide: NoticeComposer, useClass: LocalisedNotices },
    { provide: ReportSource, useClass: PostgresReportSource },
    { provide: ReportWriter, useClass: ReportFiles },
    { provide: ScheduleRepository, useClass: PostgresScheduleRepository },
  ],
})
export class ReportsModule {}

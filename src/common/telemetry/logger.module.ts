import { Global, Module } from '@nestjs/common';
import { LoggerModule as PinoLoggerModule } from 'nestjs-pino';
import { RequestLog } from './request-log';
import { LogDestination, ServiceLog } from './service-log';

@Global()
@Module({
  providers: [LogDestination, ServiceLog, RequestLog],
  exports: [ServiceLog],
})
class ServiceLogModule {}

/** What the service's own logger and Nest's write goes through one pino. */
@Module({
  imports: [
    ServiceLogModule,
    PinoLoggerModule.forRootAsync({
      imports: [ServiceLogModule],
      inject: [ServiceLog],
      useFactory: ({ logger }: ServiceLog) => ({
        pinoHttp: { logger },
        // RequestLog does it, before anything that may refuse a request.
        forRoutes: [],
      }),
    }),
  ],
})
export class LoggerModule {}

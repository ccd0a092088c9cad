import { Module } from '@nestjs/common';
import { LoggerModule as PinoLoggerModule } from 'nestjs-pino';
import { randomUUID } from 'node:crypto';
import { Settings } from '../config/settings';

/** JSON lines on standard output, one a request, with what would give a person or a secret away left out. */
@Module({
  imports: [
    PinoLoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        forRoutes: ['/{*path}'],
        pinoHttp: {
          level: settings.LOG_LEVEL,
          genReqId: () => randomUUID(),
          redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["x-api-key"]'],
          serializers: {
            req: (request: { id: string; method: string; url: string }) => ({
              id: request.id,
              method: request.method,
              path: request.url.split('?')[0],
            }),
            res: (response: { statusCode: number }) => ({ status: response.statusCode }),
          },
          customSuccessMessage: () => 'request',
          customErrorMessage: () => 'request failed',
        },
      }),
    }),
  ],
})
export class LoggerModule {}

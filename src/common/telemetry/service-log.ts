import { Injectable } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { Settings } from '../config/settings';
import { errorForLog, scrub } from './scrub';

/** Where the log goes: lines of JSON on standard output. */
@Injectable()
export class LogDestination {
  write(line: string): void {
    process.stdout.write(line);
  }
}

/** JSON lines with what would give a person or a secret away left out. */
@Injectable()
export class ServiceLog {
  readonly logger: Logger;

  constructor(settings: Settings, destination: LogDestination) {
    this.logger = pino(
      {
        level: settings.LOG_LEVEL,
        serializers: { err: (error: unknown) => errorForLog(error) },
        hooks: {
          logMethod(args, method) {
            const scrubbed = args.map((arg: unknown) => (typeof arg === 'string' ? scrub(arg) : arg));
            method.apply(this, scrubbed as Parameters<typeof method>);
          },
        },
      },
      destination,
    );
  }
}

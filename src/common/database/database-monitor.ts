import { Injectable, Logger, OnApplicationShutdown } from '@nestjs/common';
import { DatabaseError } from 'pg';
import { Settings } from '../config/settings';
import { Database } from './database';
import type { Replica } from './replica';
import { ServerWatch } from './server-watch';
import { primaryPosition, standbyPosition } from './wal-position';

/**
 * Severs all connections to a server that has fallen silent until it answers again: whoever waits is answered 503, or
 * by the primary in the replica's place, instead of waiting for TCP to give up. Tells the replica, too, where both
 * servers are.
 */
@Injectable()
export class DatabaseMonitor implements OnApplicationShutdown {
  private readonly logger = new Logger(DatabaseMonitor.name);
  private readonly watches: ServerWatch[];

  constructor(settings: Settings, database: Database) {
    const { replica } = database;
    this.watches = [this.watchPrimary(settings, database), ...(replica ? [this.watchReplica(replica)] : [])];
  }

  /** Watches until the application shuts down. */
  start(): void {
    for (const watch of this.watches) watch.start();
  }

  async onApplicationShutdown(): Promise<void> {
    for (const watch of this.watches) watch.stop();
    return Promise.resolve();
  }

  private watchPrimary({ databaseUrl }: Settings, database: Database): ServerWatch {
    const { replica } = database;
    return new ServerWatch({
      url: databaseUrl,
      ask: async (client) => {
        if (replica) replica.notePrimary(await primaryPosition(client));
        else await client.query('SELECT 1');
      },
      failed: (error) => {
        if (error instanceof DatabaseError) replica?.lose(`the primary's position: ${error.message}`);
      },
      fellSilent: () => {
        this.logger.warn('PostgreSQL does not answer; its connections are given up');
        database.sever();
      },
      answersAgain: () => {
        this.logger.log('PostgreSQL answers again');
        database.mend();
      },
    });
  }

  private watchReplica(replica: Replica): ServerWatch {
    return new ServerWatch({
      url: replica.url,
      ask: async (client) => replica.noteStandby(await standbyPosition(client)),
      failed: (error) => replica.lose(error.message),
      fellSilent: () => replica.sever(),
      answersAgain: () => replica.mend(),
    });
  }
}

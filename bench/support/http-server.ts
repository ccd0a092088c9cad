import { Controller, Get } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from 'nestjs-pino';
import { AppModule } from '../../src/app.module';
import { setUpHttp } from '../../src/app.setup';
import { readSettings } from '../../src/common/config/settings';
import { EventBus } from '../../src/common/kernel/event-bus';
import { AnalyticsV2Repository, ViewsRecorded } from '../../src/modules/analytics';
import { RequireRole } from '../../src/modules/identity';
import type { ServerMessage } from './http-service';

/** Takes every view and stores nothing, so that a request costs all but the storing. */
const storesNothing: Pick<AnalyticsV2Repository, 'recordViews' | 'saveUsers'> = {
  recordViews: (events) => Promise.resolve(events.map(() => 'accepted')),
  saveUsers: () => Promise.resolve(),
};

/** The least that a route behind the service's guards can do. */
@Controller('hello')
class HelloController {
  @Get()
  @RequireRole('admin')
  hello(): object {
    return { hello: 'world' };
  }
}

/**
 * The program of a child process: the service and a route `/hello` in it, or with `stores-nothing` as its argument the
 * same with {@link storesNothing}. Tells its parent the port, and goes when the parent goes.
 */
async function serve(): Promise<void> {
  const builder = Test.createTestingModule({
    imports: [AppModule.forRoot(readSettings())],
    controllers: [HelloController],
  });
  if (process.argv[2] === 'stores-nothing') {
    builder.overrideProvider(AnalyticsV2Repository).useValue(storesNothing);
  }
  const module = await builder.compile();
  const app = module.createNestApplication<NestExpressApplication>({ bufferLogs: true });
  app.useLogger(app.get(Logger));
  setUpHttp(app);
  await app.listen(0, '127.0.0.1');
  const server: Server = app.getHttpServer();
  const { port } = server.address() as AddressInfo;
  process.on('disconnect', () => void app.close().finally(() => process.exit()));
  const now = () => performance.timeOrigin + performance.now();
  app.get(EventBus).subscribe(ViewsRecorded, () => {
    process.send!({ committed: now() } satisfies ServerMessage);
  });
  process.send!({ port } satisfies ServerMessage);
}

void serve();

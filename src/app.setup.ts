import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { Settings } from './common/config/settings';
import { limitDepth } from './common/http/limit-depth';
import { validationPipe } from './common/http/validation/validation.pipe';
import { VERSION } from './common/telemetry/version';

const BODY_LIMIT = '2mb';

/** Everything about HTTP that is not a feature; the same for the service and its tests. */
export function setUpHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.setGlobalPrefix('api/v1');
  app.use(helmet());
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.use(limitDepth);
  app.useGlobalPipes(validationPipe());
  if (app.get(Settings).swaggerEnabled) {
    SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/docs-json' });
  }
}

export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kinoscope')
    .setDescription(
      'Self-hosted audience analytics for catalogues of video. Times are ISO 8601 with an offset, answered in UTC. ' +
        'Errors are RFC 9457 problem details; Accept-Language (en, ru) picks their language.',
    )
    .setVersion(VERSION)
    .addBearerAuth()
    .addTag('analytics-v2', 'What the numbers say')
    .addTag('views', 'View events')
    .addTag('users', 'Accounts')
    .addTag('catalogue', 'Releases and genres')
    .addTag('auth', 'Signing in')
    .addTag('health', 'For load balancers')
    .build();
  return SwaggerModule.createDocument(app, config, { operationIdFactory: (_, method) => method });
}

import type { NestMiddleware, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { I18nMiddleware } from 'nestjs-i18n';
import { Settings } from './common/config/settings';
import { completeDocument } from './common/http/complete-document';
import { JSON_BODY, refuseOtherTypes } from './common/http/json-body';
import { limitDepth } from './common/http/limit-depth';
import { servePage } from './common/http/page/serve-page';
import { boundServer, closeWhenStopping } from './common/http/server-bounds';
import { SocketAdapter } from './common/http/socket-adapter';
import { answerUnreadable, refuseWithoutHost } from './common/http/unreadable-requests';
import { validationPipe } from './common/http/validation/validation.pipe';
import { Texts } from './common/i18n/texts';
import { RequestLog } from './common/telemetry/request-log';
import { RequestMetricsMiddleware } from './common/telemetry/request-metrics.middleware';
import { VERSION } from './common/telemetry/version';
import { AuthenticationMiddleware, RateLimitMiddleware } from './modules/identity';

/** Headers of answers that pages of CORS_ORIGINS may read. */
const EXPOSED_HEADERS = [
  'Age',
  'Content-Disposition',
  'Location',
  'Retry-After',
  'X-Cache',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-Request-Id',
];

/** Everything about HTTP that is not a feature; the same for the service and its tests. */
export function setUpHttp(app: NestExpressApplication): void {
  const { TRUST_PROXY, CORS_ORIGINS, swaggerEnabled } = app.get(Settings);
  app.disable('x-powered-by');
  if (TRUST_PROXY.length > 0) app.set('trust proxy', TRUST_PROXY);
  app.setGlobalPrefix('api/v1', { exclude: ['metrics'] });
  const server = app.getHttpServer();
  boundServer(server);
  answerUnreadable(server, app.get(Texts));
  use(app, RequestLog);
  app.use(closeWhenStopping(server));
  // Pages and the API come from one address, which may be plain http inside a network.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  if (CORS_ORIGINS.length > 0) app.enableCors({ origin: CORS_ORIGINS, exposedHeaders: EXPOSED_HEADERS });
  // Before anything that may refuse a request, so that the refusal is in the caller's language.
  use(app, I18nMiddleware);
  use(app, RequestMetricsMiddleware);
  use(app, AuthenticationMiddleware);
  use(app, RateLimitMiddleware);
  app.use(refuseWithoutHost);
  servePage(app);
  app.use(refuseOtherTypes);
  app.useBodyParser('json', JSON_BODY);
  app.use(limitDepth);
  app.useGlobalPipes(validationPipe());
  app.useWebSocketAdapter(new SocketAdapter(app, CORS_ORIGINS));
  if (swaggerEnabled) {
    SwaggerModule.setup('api/docs', app, () => openApiDocument(app), { jsonDocumentUrl: 'api/docs-json' });
  }
}

/** Nest's own way to apply middleware runs after the body parser, too late for what may refuse a request. */
function use(app: NestExpressApplication, type: Type<NestMiddleware>): void {
  const middleware = app.get(type);
  app.use(middleware.use.bind(middleware));
}

export function openApiDocument(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Kinoscope')
    .setDescription(
      'Self-hosted audience analytics for catalogues of video. Times are ISO 8601 with an offset, answered in UTC. ' +
        'Errors are RFC 9457 problem details; Accept-Language (en, ru) picks their language. ' +
        'What is going on now comes over socket.io at /api/v1/analytics/v2/realtime: docs/realtime.md.',
    )
    .setVersion(VERSION)
    .addBearerAuth()
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, 'api-key')
    .addTag('analytics-v2', 'What the numbers say')
    .addTag('views', 'View events')
    .addTag('users', 'Accounts')
    .addTag('catalogue', 'Releases and genres')
    .addTag('auth', 'Signing in')
    .addTag('api-keys', 'Keys of programs')
    .addTag('health', 'For load balancers')
    .build();
  return completeDocument(SwaggerModule.createDocument(app, config, { autoTagControllers: false }));
}

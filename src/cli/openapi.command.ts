import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../app.module';
import { openApiDocument, setUpHttp } from '../app.setup';
import { Settings } from '../common/config/settings';

/** Prints the OpenAPI document. Needs no database: preview mode reads the decorators and makes no provider. */
export async function openapi(): Promise<number> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(new Settings()), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  setUpHttp(app);
  const text = `${JSON.stringify(inStableOrder(openApiDocument(app)), null, 2)}\n`;
  // A pipe takes it bit by bit, and the process ends with the answer.
  return new Promise((resolve) => process.stdout.write(text, () => resolve(0)));
}

/** Sorts what has no order of its own, so that moving a module or a class changes nothing in the document. */
function inStableOrder(document: OpenAPIObject): OpenAPIObject {
  const { paths, components = {} } = document;
  return {
    ...document,
    paths: sorted(paths),
    components: { ...components, ...(components.schemas && { schemas: sorted(components.schemas) }) },
  };
}

function sorted<Value>(record: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { STATUS_CODES } from 'node:http';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemDto } from './problem';

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** What a route may answer because of how it is called, with the codes of the problem. */
const ON_INPUT = { 400: 'Against the rules that `errors` lists: `validation.failed`' };
const ON_BODY = {
  400: 'Against the rules that `errors` lists, no JSON or too deep: `validation.failed`, `request.malformed`, `request.too_deep`',
  413: 'The body is too large: `request.too_large`',
  415: 'The body is no JSON in UTF-8: `request.unsupported_type`',
};
const ON_ANY_CALL = {
  429: 'Too many requests: `request.rate_limited`; Retry-After says when to come back',
  500: 'A fault of the service: `internal`; the log repeats the `error_id`',
  503: 'No database at the moment: `database.unavailable`; Retry-After says when to come back',
};

/**
 * Adds to each operation what follows from its method, path and body, and so need not be written at any route:
 * its id, the form of the ids in its path, the failures that such routes share, the media type of problems.
 */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const ids = new Set<string>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (!operation) continue;
      const id = operationId(method, path);
      if (ids.has(id)) throw new Error(`Two operations would be named ${id}`);
      ids.add(id);
      operation.operationId = id;
      completeParameters(operation);
      completeAnswers(operation);
    }
  }
  return document;
}

/**
 * Names the methods of generated clients, whatever our classes are called: `DELETE /api/v1/users/{user_id}` is
 * `deleteUser`.
 */
function operationId(method: string, path: string): string {
  const resource = path.replace(/^\/(api\/v1\/)?(analytics\/v2\/)?/, '').replace(/s\/\{\w+\}/g, '');
  const words = resource.split(/\W+/).filter((word) => word !== '');
  return method + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

/** Ids are UUIDs everywhere. */
function completeParameters({ parameters = [] }: Operation): void {
  for (const parameter of parameters) {
    if ('$ref' in parameter || parameter.in !== 'path' || !parameter.name.endsWith('_id')) continue;
    parameter.schema = { type: 'string', format: 'uuid' };
  }
}

function completeAnswers({ parameters, requestBody, responses, tags }: Operation): void {
  const failures: Record<string, string> = {
    ...(parameters?.length && ON_INPUT),
    ...(requestBody && ON_BODY),
    ...(!tags?.includes('health') && ON_ANY_CALL),
  };
  for (const [status, description] of Object.entries(failures)) {
    responses[status] ??= { description, ...PROBLEM };
  }
  for (const [status, answer] of Object.entries(responses)) {
    if (!answer || '$ref' in answer) continue;
    answer.description ||= failures[status] ?? STATUS_CODES[status] ?? '';
    // Declared with the media type of the route's other answers.
    if (Object.values(answer.content ?? {}).some(({ schema }) => isProblem(schema)))
      Object.assign(answer, PROBLEM);
  }
}

const PROBLEM = { content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } } };

function isProblem(schema: object = {}): boolean {
  return '$ref' in schema && schema.$ref === getSchemaPath(ProblemDto);
}

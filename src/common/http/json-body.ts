import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DomainError } from '../kernel/domain-error';

/** After decompression. */
const BODY_LIMIT = '2mb';

/** Express's parser skips what is no JSON, and the route would miss a body that was sent: it is refused instead. */
export function refuseOtherTypes(request: Request, _response: Response, next: NextFunction): void {
  const { 'content-length': length, 'content-type': type = '' } = request.headers;
  // Null: there is no body. Clients send "Content-Length: 0" with a POST that has none.
  const isOther = length !== '0' && request.is('application/json') === false;
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(type)?.[1] ?? 'utf-8';
  next(isOther || charset.toLowerCase() !== 'utf-8' ? new UnsupportedMediaTypeException() : undefined);
}

/** How JSON bodies are read. Broken UTF-8 would silently turn into other characters: it is refused. */
export const JSON_BODY = {
  limit: BODY_LIMIT,
  verify: (_request: IncomingMessage, _response: ServerResponse, body: Buffer): void => {
    if (!isUtf8(body)) throw new DomainError('invalid', 'request.malformed');
  },
};

import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import type { Texts } from '../i18n/texts';
import { DomainError } from '../kernel/domain-error';
import { problemOf } from './failure';

/** What Node's parser gives up on, as it names it. */
const STATUS: Record<string, [status: number, code: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'request.headers_too_large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'request.too_large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request.timeout'],
};

type ParserError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer };
type ParsedSocket = Socket & { _httpMessage?: ServerResponse | null };

/**
 * Answers what is no HTTP and so reaches no route, and then closes the connection, as Node does by itself, but with
 * a problem document. The language is the default one: there are no headers to ask.
 */
export function answerUnreadable(server: Server, texts: Texts): void {
  server.on('clientError', (error: ParserError, socket: ParsedSocket) => {
    const [status, code] = STATUS[error.code ?? ''] ?? [400, 'request.unreadable'];
    // An answer that has begun would be mixed up with this one.
    if (!socket.writable || socket._httpMessage?.headersSent) return void socket.destroy(error);
    const body = JSON.stringify(problemOf(texts, { status, code }, ''));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    const isHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD ';
    socket.end(`${head.join('\r\n')}\r\n\r\n${isHead ? '' : body}`, () => socket.destroy(error));
  });
  // Left to refuseWithoutHost: Node would answer without a body.
  (server as Server & { requireHostHeader: boolean }).requireHostHeader = false;
  // What a client expects beyond 100-continue may be ignored (RFC 9110); Node would answer 417 without a body.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    server.emit('request', request, response);
  });
}

/** HTTP/1.1 wants to know the host (RFC 9112, 3.2). */
export function refuseWithoutHost(request: Request, _response: Response, next: NextFunction): void {
  const isMissing = request.headers.host === undefined && request.httpVersion === '1.1';
  next(isMissing ? new DomainError('invalid', 'request.unreadable') : undefined);
}

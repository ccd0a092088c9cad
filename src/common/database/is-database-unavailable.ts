/** Connection refused, reset or timed out, or a host that is not to be found, as Node names them. */
const SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

/**
 * connection_exception (class 08, but for protocol_violation, which a wrong statement of ours makes), admin and crash shutdown, cannot_connect_now, too_many_connections,
 * query_canceled (our own statement time-out).
 */
const SQL_STATES = /^(08(?!P01)\w{3}|57P0[123]|53300|57014)$/;

/** pg's own errors carry no code: its pool's time-out and a connection that ended under a statement. */
const PG_MESSAGES = /timeout exceeded when trying to connect|Connection terminated|Client has encountered/;

/** Whether an error says that PostgreSQL cannot answer now, rather than that the statement is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code ?? '';
  return SYSTEM_CODES.has(code) || SQL_STATES.test(code) || PG_MESSAGES.test(error.message);
}

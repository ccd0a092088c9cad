import type { FuzzRequest } from './requests';
import type { WireAnswer } from './wire';

interface Problem {
  readonly type?: unknown;
  readonly title?: unknown;
  readonly status?: unknown;
  readonly detail?: unknown;
  readonly code?: unknown;
  readonly instance?: unknown;
  readonly errors?: readonly { readonly field: unknown; readonly message: unknown }[];
}

/** What is wrong with an answer, whatever was asked; null: nothing. */
export function faultOf({ method }: FuzzRequest, { status, headers, text }: WireAnswer): string | null {
  if (status >= 500) return `status ${status}`;
  if (status < 400) return (status >= 200 && status < 300) || status === 304 ? null : `status ${status}`;
  if (!/^application\/problem\+json/.test(headers['content-type'] ?? ''))
    return `${status} without a problem`;
  if (method === 'head') return text === '' ? null : 'a body for HEAD';
  return faultOfProblem(status, text);
}

function faultOfProblem(status: number, text: string): string | null {
  let problem: Problem;
  try {
    problem = JSON.parse(text) as Problem;
  } catch {
    return `${status} with a problem that is no JSON`;
  }
  const { type, title, detail, code, instance, errors = [] } = problem;
  if (problem.status !== status) return `${status} with a problem of ${String(problem.status)}`;
  if (![type, title, detail, code, instance].every((value) => typeof value === 'string'))
    return `${status} with a problem that lacks a field`;
  // A text that is missing shows as its key.
  const texts = [title, detail, ...errors.map(({ message }) => message)];
  const missing = texts.find((value) => typeof value !== 'string' || /^(errors|validation)\.\w/.test(value));
  if (missing !== undefined) return `no text for ${JSON.stringify(missing)}`;
  if (/node_modules|\bat \/|SELECT |INSERT /.test(text)) return `${status} tells of the inside`;
  return status === 400 && code === 'validation.failed' && errors.length === 0
    ? '400 without a reason'
    : null;
}

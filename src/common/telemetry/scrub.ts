/**
 * What must not stand in a log, whoever wrote the message: connection passwords, e-mail addresses, tokens, API keys
 * and ids, which may be a person's.
 */
const SECRETS: readonly [pattern: RegExp, instead: string][] = [
  [/:\/\/[^\s/@]+@/g, '://[credentials]@'],
  [/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu, '[e-mail]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bksk_[\w-]+/g, '[key]'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '[id]'],
];

/** `text` without what would give a person or a secret away. */
export function scrub(text: string): string {
  return SECRETS.reduce((scrubbed, [pattern, instead]) => scrubbed.replace(pattern, instead), text);
}

const MAX_CAUSES = 5;

/**
 * An error as it stands in the log: its kind, text and origin alone. Drivers hang whole rows, parameters and request
 * bodies on theirs, which are other people's data.
 */
export function errorForLog(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: error.constructor.name || name,
    message: scrub(message),
    stack: scrub(stack ?? ''),
    ...(typeof code === 'string' && { code }),
    ...(cause instanceof Error && depth < MAX_CAUSES && { cause: errorForLog(cause, depth + 1) }),
  };
}

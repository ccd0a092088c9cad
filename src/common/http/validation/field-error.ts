import { ErrorParams } from '../../kernel/domain-error';

/** One broken rule of one field. `rule` names its text in the locale files: `validation.<rule>`. */
export interface FieldError {
  /** Path inside the body, such as `events` or `metrics.0.role`. */
  readonly field: string;
  readonly rule: string;
  readonly params: ErrorParams;
}

export class ValidationError extends Error {
  constructor(readonly errors: readonly FieldError[]) {
    super('validation.failed');
    this.name = 'ValidationError';
  }
}

/** Names a rule's arguments for its text: the first is `{a}`, the second `{b}`; lists are joined. */
export function ruleParams(args: readonly unknown[]): ErrorParams {
  const text = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value));
  return Object.fromEntries(args.slice(0, 2).map((value, index) => ['ab'[index]!, text(value)]));
}

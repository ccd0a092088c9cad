import type { ErrorParams } from '../kernel/domain-error';

const MIN_PASSWORD_LENGTH = 12;

/** What is wrong with one or more variables; `text` names what is said of it in the locale files: `settings.<text>`. */
export interface SettingsProblem {
  readonly variables: string;
  readonly text: string;
  readonly params?: ErrorParams;
}

/** What must not run in production. */
export function productionProblems(settings: {
  JWT_SECRET?: string;
  ADMIN_PASSWORD?: string;
  SMTP_URL?: string;
  PUBLIC_URL?: string;
}): SettingsProblem[] {
  const { JWT_SECRET, ADMIN_PASSWORD, SMTP_URL, PUBLIC_URL } = settings;
  const problems: SettingsProblem[] = [];
  if (!JWT_SECRET) problems.push({ variables: 'JWT_SECRET', text: 'secret_missing' });
  else if (isPlaceholder(JWT_SECRET)) problems.push({ variables: 'JWT_SECRET', text: 'secret_known' });
  if (ADMIN_PASSWORD && (ADMIN_PASSWORD.length < MIN_PASSWORD_LENGTH || isPlaceholder(ADMIN_PASSWORD)))
    problems.push({
      variables: 'ADMIN_PASSWORD',
      text: 'password_weak',
      params: { length: MIN_PASSWORD_LENGTH },
    });
  // A mail would lead its reader to an address of this machine.
  if (SMTP_URL && !PUBLIC_URL)
    problems.push({ variables: 'PUBLIC_URL', text: 'belongs_to', params: { others: 'SMTP_URL' } });
  return problems;
}

/** Values that stand in examples, or that somebody typed to get past the length. */
function isPlaceholder(secret: string): boolean {
  return (
    /change.?(me|this|it)|example|placeholder|default|insecure|your.?secret|password|^secret/i.test(secret) ||
    new Set(secret).size < 8
  );
}

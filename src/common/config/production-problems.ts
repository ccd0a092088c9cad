/** What must not run in production; each line names a variable and what to do about it. */
export function productionProblems(settings: { JWT_SECRET?: string; ADMIN_PASSWORD?: string }): string[] {
  const { JWT_SECRET, ADMIN_PASSWORD } = settings;
  const problems: string[] = [];
  if (!JWT_SECRET) {
    problems.push('JWT_SECRET: set a random secret of at least 32 characters (openssl rand -hex 32)');
  } else if (isPlaceholder(JWT_SECRET)) {
    problems.push('JWT_SECRET: replace the example by a random secret (openssl rand -hex 32)');
  }
  if (ADMIN_PASSWORD && (ADMIN_PASSWORD.length < 12 || isPlaceholder(ADMIN_PASSWORD))) {
    problems.push('ADMIN_PASSWORD: use at least 12 characters that are not an example');
  }
  return problems;
}

/** Values that stand in examples, or that somebody typed to get past the length. */
function isPlaceholder(secret: string): boolean {
  return (
    /change.?(me|this|it)|example|placeholder|default|insecure|your.?secret|password|^secret/i.test(secret) ||
    new Set(secret).size < 8
  );
}

import { SetMetadata } from '@nestjs/common';

export const AUDITED_READ = 'kinoscope:audited-read';

/** What a route reads: `param` is the path parameter that names the person; absent: it answers with many people. */
export interface AuditedReadOptions {
  readonly action: string;
  readonly param?: string;
}

/**
 * Marks a route that answers with personal data. When an administrator reads somebody else's, a row of the audit
 * log says so before the answer leaves, also when the answer comes from the cache.
 */
export const AuditedRead = (action: string, param?: string) =>
  SetMetadata(AUDITED_READ, { action, param } satisfies AuditedReadOptions);

export const SCOPES = ['ingest', 'erase', 'metrics'] as const;

/**
 * What a program may do: `ingest` feeds users, catalogue, views, payments and experiment events, `erase` erases
 * users, `metrics` reads the service's own metrics.
 */
export type Scope = (typeof SCOPES)[number];

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  /** To about a minute; null: never used. */
  readonly lastUsedAt: Date | null;
}

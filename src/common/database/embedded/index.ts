export type { EmbeddedPostgres, EmbeddedPostgresMessage, EmbeddedPostgresOptions } from './contract';
export { EmbeddedPostgresError } from './error';
export { startEmbeddedPostgres } from './launcher';

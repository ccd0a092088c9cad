export type { EmbeddedPostgres } from './contract';
export { EmbeddedPostgresError } from './error';
export { startEmbeddedPostgres } from './launcher';

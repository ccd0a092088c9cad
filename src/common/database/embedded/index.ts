export { EmbeddedPostgresError } from './error';
export { startEmbeddedPostgres } from './launcher';

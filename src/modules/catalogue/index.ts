export { CatalogueModule } from './catalogue.module';
export { KnownReleases } from './application/known-releases';
export { PutReleases } from './application/put-releases';
export type { ReleaseChange } from './application/put-releases';
export { ReleaseRepository } from './domain/release.repository';
export type { ReleaseCursor } from './domain/release.repository';
export type { Release } from './domain/release';
export { ReleasesChanged } from './domain/events';
export { readRelease } from './presentation/read-release';

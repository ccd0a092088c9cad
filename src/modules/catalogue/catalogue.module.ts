import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '../identity';
import { KnownReleases } from './application/known-releases';
import { PutReleases } from './application/put-releases';
import { ReleaseRepository } from './domain/release.repository';
import { PostgresReleaseRepository } from './infrastructure/postgres-release.repository';
import { ReleaseSchema } from './infrastructure/release.schema';
import { CatalogueController } from './presentation/catalogue.controller';

@Module({
  imports: [IdentityModule, TypeOrmModule.forFeature([ReleaseSchema])],
  controllers: [CatalogueController],
  providers: [
    KnownReleases,
    PutReleases,
    { provide: ReleaseRepository, useClass: PostgresReleaseRepository },
  ],
  exports: [KnownReleases, PutReleases, ReleaseRepository],
})
export class CatalogueModule {}

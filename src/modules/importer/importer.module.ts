import { Module } from '@nestjs/common';
import { AnalyticsModule } from '../analytics';
import { CatalogueModule } from '../catalogue';
import { IdentityModule } from '../identity';
import { ImportDataset } from './application/import-dataset';
import { ShiftToNow } from './application/shift-to-now';

@Module({
  imports: [IdentityModule, CatalogueModule, AnalyticsModule],
  providers: [ImportDataset, ShiftToNow],
})
export class ImporterModule {}

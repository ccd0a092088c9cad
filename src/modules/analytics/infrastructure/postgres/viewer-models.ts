import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type ViewerModelRow, ViewerModelSchema } from '../viewers.schema';

/** Keeps the last model of each purpose as JSON. */
@Injectable()
export class ViewerModels {
  constructor(@InjectRepository(ViewerModelSchema) private readonly models: Repository<ViewerModelRow>) {}

  list(purpose: ViewerModelRow['purpose']): Promise<ViewerModelRow[]> {
    return this.models.find({ where: { purpose }, order: { variant: 'ASC' } });
  }

  async save(row: ViewerModelRow): Promise<void> {
    await this.models.upsert(row, ['purpose', 'variant']);
  }
}

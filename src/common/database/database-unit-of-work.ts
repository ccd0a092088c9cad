import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../kernel/unit-of-work';
import { Database } from './database';

@Injectable()
export class DatabaseUnitOfWork extends UnitOfWork {
  constructor(private readonly database: Database) {
    super();
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }
}

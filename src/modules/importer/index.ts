export { ImporterModule } from './importer.module';
export { ImportDataset } from './application/import-dataset';
export type { ImportReport, ImportStage, Reject } from './application/import-dataset';
export { ShiftToNow } from './application/shift-to-now';
export { CsvSource } from './infrastructure/csv/csv-source';
export { MovielensSource } from './infrastructure/movielens/movielens-source';
export { openDemoSource } from './infrastructure/demo/open-demo-source';
export type { DatasetSource } from './domain/dataset-source';

import { DataSource } from 'typeorm';
import { readSettings } from './src/common/config/settings';
import { dataSourceOptions } from './src/common/database/data-source-options';

/** For TypeORM's command line: `npx typeorm -d dist/ormconfig.js migration:run`, with DATABASE_URL set. */
export default new DataSource(dataSourceOptions(readSettings().databaseUrl));

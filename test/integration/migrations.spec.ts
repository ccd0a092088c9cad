import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { migrate } from '../../src/common/database/migrate';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Everything in the schema as PostgreSQL itself would write it, but for TypeORM's own list of migrations. */
const SCHEMA = `
  SELECT format('%s %s', relkind, relname) AS object,
         coalesce(pg_get_indexdef(i.indexrelid), pg_get_viewdef(c.oid), '') || coalesce(reloptions::text, '') AS definition
  FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
  WHERE relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('column %s.%s', attrelid::regclass, attname),
         concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
  FROM pg_attribute
  JOIN pg_class ON pg_class.oid = attrelid AND relnamespace = 'public'::regnamespace AND relkind <> 'i'
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT format('constraint %s of %s', conname, conrelid::regclass), pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT format('function %s', oid::regprocedure), pg_get_functiondef(oid)
  FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
  UNION ALL
  SELECT format('type %s', typname), typtype::text
  FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
  UNION ALL
  SELECT format('trigger %s', tgname), pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  ORDER BY 1`;

interface SchemaObject {
  readonly object: string;
  readonly definition: string;
}

describe('migrations', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await new DataSource(dataSourceOptions(database.url)).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const schema = async () =>
    (await dataSource.query<SchemaObject[]>(SCHEMA)).filter(
      ({ object, definition }) => !/\bmigrations\b|\bmigrations_id_seq\b/.test(`${object} ${definition}`),
    );

  it('leave nothing when undone, and make the same again', async () => {
    const before = await schema();
    const migrations = dataSource.migrations.map(({ constructor }) => constructor.name);
    expect(before.map(({ object }) => object)).toContain('r view_events');

    for (let left = migrations.length; left > 0; left--) await dataSource.undoLastMigration();
    expect(await schema()).toEqual([]);

    expect(await migrate(dataSource)).toEqual(migrations);
    expect(await schema()).toEqual(before);
  });

  it('make what the entity schemas describe', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});

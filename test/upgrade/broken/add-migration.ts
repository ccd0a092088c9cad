import { DataSource, type MigrationInterface } from 'typeorm';

/** Gives the service, which this is loaded into before it starts, one migration more. */
export function addMigration(migration: new () => MigrationInterface): void {
  const { initialize } = DataSource.prototype;
  DataSource.prototype.initialize = function () {
    this.setOptions({ migrations: [...(this.options.migrations as string[]), migration] });
    return initialize.call(this);
  };
}

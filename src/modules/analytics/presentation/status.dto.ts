import { ApiProperty } from '@nestjs/swagger';

export const COMPONENTS = [
  'cohorts',
  'predictions',
  'export',
  'ab_tests',
  'user_analytics',
  'realtime',
  'cache',
  'rate_limit',
] as const;
export type ComponentName = (typeof COMPONENTS)[number];

const DEPENDENCY_STATES = ['up', 'down', 'embedded', 'disabled'] as const;
export type DependencyState = (typeof DEPENDENCY_STATES)[number];

export class ComponentDto {
  @ApiProperty({ enum: COMPONENTS })
  name: ComponentName;

  @ApiProperty({ enum: ['implemented', 'planned'] })
  state: 'implemented' | 'planned';
}

export class DependenciesDto {
  @ApiProperty({ enum: DEPENDENCY_STATES })
  database: DependencyState;

  /** A standby for long reads. */
  @ApiProperty({ enum: DEPENDENCY_STATES })
  database_replica: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES })
  cache: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES })
  jobs: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES })
  storage: DependencyState;
}

export class DatabaseReplicaDto {
  /** Whether long reads go there; while it is too far behind they go to the primary. */
  in_use: boolean;

  /** Bytes of the primary's log that it has not replayed yet; null: not known. */
  @ApiProperty({ type: 'integer', nullable: true })
  lag_bytes: number | null;

  /** How old the state of the data there is, in seconds; 0: all is replayed. */
  @ApiProperty({ type: 'number', nullable: true })
  lag_seconds: number | null;
}

export class StatusDto {
  @ApiProperty({ enum: ['ok', 'degraded'] })
  status: 'ok' | 'degraded';

  @ApiProperty({ example: '0.1.0' })
  version: string;

  @ApiProperty({ type: [ComponentDto] })
  components: ComponentDto[];

  @ApiProperty({ type: DependenciesDto })
  dependencies: DependenciesDto;

  /** Null: none is configured. */
  @ApiProperty({ type: DatabaseReplicaDto, nullable: true })
  database_replica: DatabaseReplicaDto | null;
}

export class HealthDto {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status: 'ok' | 'unavailable';
}

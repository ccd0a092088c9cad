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

  @ApiProperty({ enum: DEPENDENCY_STATES })
  cache: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES })
  jobs: DependencyState;

  @ApiProperty({ enum: DEPENDENCY_STATES })
  storage: DependencyState;
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
}

export class HealthDto {
  @ApiProperty({ enum: ['ok', 'unavailable'] })
  status: 'ok' | 'unavailable';
}

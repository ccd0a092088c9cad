import { plainToInstance, Transform } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { resolve } from 'node:path';

const LOCALES = ['en', 'ru'] as const;
export type Locale = (typeof LOCALES)[number];

const WITHOUT_DEFAULT = ['DATABASE_URL', 'JWT_SECRET', 'ADMIN_EMAIL', 'ADMIN_PASSWORD', 'SWAGGER_ENABLED'];
const trueWords = ['1', 'true', 'yes', 'on'];

/** Everything the environment can set, with its defaults. The names are those of the variables. */
export class Settings {
  @IsIn(['development', 'production', 'test'])
  NODE_ENV: 'development' | 'production' | 'test' = 'development';

  @IsInt()
  @Min(1)
  @Max(65_535)
  PORT = 8000;

  @IsString()
  HOST = '127.0.0.1';

  /** Absent: PostgreSQL is started by the service itself, in `DATA_DIR`. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'must begin with postgresql://' })
  DATABASE_URL?: string;

  @Transform(({ value }) => resolve(String(value)))
  @IsString()
  DATA_DIR = resolve('.kinoscope');

  @IsOptional()
  @MinLength(32)
  JWT_SECRET?: string;

  @IsOptional()
  @IsEmail({ require_tld: false })
  ADMIN_EMAIL?: string;

  @IsOptional()
  @MinLength(8)
  ADMIN_PASSWORD?: string;

  @IsIn(LOCALES)
  DEFAULT_LOCALE: Locale = 'en';

  @IsOptional()
  @Transform(({ value }) => trueWords.includes(String(value).toLowerCase()))
  SWAGGER_ENABLED?: boolean;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL = 'info';

  /** Set when the service has started its own PostgreSQL. */
  embeddedDatabase = false;

  /** Where PostgreSQL is; known once an embedded server has been started. */
  get databaseUrl(): string {
    if (!this.DATABASE_URL) throw new SettingsError(['DATABASE_URL: set it, or start through npm start']);
    return this.DATABASE_URL;
  }

  /** Signs the tokens; known once local secrets have been read. */
  get jwtSecret(): string {
    if (!this.JWT_SECRET) throw new SettingsError(['JWT_SECRET: set it, or start through npm start']);
    return this.JWT_SECRET;
  }

  get swaggerEnabled(): boolean {
    return this.SWAGGER_ENABLED ?? this.NODE_ENV !== 'production';
  }
}

/** Raised at start; each line of the message names a variable and what to do about it. */
export class SettingsError extends Error {
  constructor(readonly problems: string[]) {
    super(`Kinoscope cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** Reads the settings; an empty variable counts as absent. Throws {@link SettingsError}. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const known = Object.keys(new Settings())
    .filter((name) => name === name.toUpperCase())
    .concat(WITHOUT_DEFAULT);
  const given = Object.fromEntries(
    known.filter((name) => env[name]).map((name) => [name, name === 'PORT' ? Number(env[name]) : env[name]]),
  );
  const settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems = validateSync(settings).map(
    (error) => `${error.property}: ${Object.values(error.constraints ?? {}).join('; ')}`,
  );
  problems.push(...missingInProduction(settings));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function missingInProduction(settings: Settings): string[] {
  if (settings.NODE_ENV !== 'production' || settings.JWT_SECRET) return [];
  return ['JWT_SECRET: set a random secret of at least 32 characters (openssl rand -hex 32)'];
}

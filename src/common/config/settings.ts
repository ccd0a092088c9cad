import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  Validate,
  validateSync,
} from 'class-validator';
import { resolve } from 'node:path';
import { terminalText } from '../i18n/terminal-texts';
import { LOCALES, type Locale, terminalLocale } from './locale';
import { productionProblems, type SettingsProblem } from './production-problems';
import { TrustedProxies } from './trusted-proxies';

export type { Locale } from './locale';

const TRUE_WORDS = ['1', 'true', 'yes', 'on'];
const toList = ({ value }: { value: unknown }) =>
  (Array.isArray(value) ? (value as string[]) : String(value).split(','))
    .map((item) => item.trim())
    .filter(Boolean);

/** Everything the environment can set, with its defaults. The names are those of the variables. */
export class Settings {
  @IsIn(['development', 'production', 'test'])
  NODE_ENV: 'development' | 'production' | 'test' = 'development';

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_535)
  PORT = 8000;

  @IsString()
  HOST = '127.0.0.1';

  /** Absent: PostgreSQL is started by the service itself, in `DATA_DIR`. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//)
  DATABASE_URL?: string;

  /** A streaming standby of it for long reads. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//)
  DATABASE_REPLICA_URL?: string;

  @Transform(({ value }) => resolve(String(value)))
  @IsString()
  DATA_DIR = resolve('.kinoscope');

  /** Absent: cache, limits and bus live in the process. */
  @IsOptional()
  @Matches(/^rediss?:\/\//)
  REDIS_URL?: string;

  /** inline: this process runs background jobs too; external: it leaves them to `npm run start:worker`. */
  @IsIn(['inline', 'external'])
  JOBS: 'inline' | 'external' = 'inline';

  @IsOptional()
  @MinLength(32)
  JWT_SECRET?: string;

  /** The platform's own tokens; the three AUTH_ variables go together. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  AUTH_JWKS_URL?: string;

  @IsOptional()
  @IsString()
  AUTH_ISSUER?: string;

  @IsOptional()
  @IsString()
  AUTH_AUDIENCE?: string;

  @IsOptional()
  @IsEmail({ require_tld: false })
  ADMIN_EMAIL?: string;

  @IsOptional()
  @MinLength(8)
  ADMIN_PASSWORD?: string;

  /** Requests a minute and address. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  RATE_LIMIT_PER_MINUTE = 60;

  /** Requests a minute and administrator. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  ADMIN_RATE_LIMIT_PER_MINUTE = 600;

  /** Requests a minute and API key. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  INGEST_RATE_LIMIT_PER_MINUTE = 6_000;

  /** Share of users, 0…0.5, who are in no A/B test. */
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(0.5)
  HOLDOUT_SHARE = 0;

  /** Addresses and subnets of the proxies whose X-Forwarded-For is believed, separated by commas. */
  @Transform(toList)
  @Validate(TrustedProxies)
  TRUST_PROXY: string[] = [];

  /** Origins of other sites' pages that may call the API, separated by commas. */
  @Transform(toList)
  @Matches(/^https?:\/\/[^/*]+$/, { each: true })
  CORS_ORIGINS: string[] = [];

  @IsIn(LOCALES)
  DEFAULT_LOCALE: Locale = 'en';

  @IsOptional()
  @Transform(({ value }) => TRUE_WORDS.includes(String(value).toLowerCase()))
  SWAGGER_ENABLED?: boolean;

  /** How the service is reached from outside; links in answers and mails begin with it. Absent: HOST and PORT. */
  @IsOptional()
  @Transform(({ value }) => String(value).replace(/\/+$/, ''))
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  PUBLIC_URL?: string;

  /** Where reports are kept; the five S3_ variables go together. Absent: in `DATA_DIR`. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  S3_ENDPOINT?: string;

  @IsOptional()
  @Matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
  S3_BUCKET?: string;

  @IsOptional()
  @Matches(/^[a-z0-9-]+$/)
  S3_REGION?: string;

  @IsOptional()
  @IsString()
  S3_ACCESS_KEY_ID?: string;

  @IsOptional()
  @IsString()
  S3_SECRET_ACCESS_KEY?: string;

  /** The server that mail is sent over; goes together with MAIL_FROM. Absent: no mail. */
  @IsOptional()
  @Matches(/^smtps?:\/\/[^\s]+$/)
  SMTP_URL?: string;

  @IsOptional()
  @IsEmail({ require_tld: false, allow_display_name: true })
  MAIL_FROM?: string;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL = 'info';

  /** Set when the service has started its own PostgreSQL. */
  embeddedDatabase = false;

  /** Where PostgreSQL is; known once an embedded server has been started. */
  get databaseUrl(): string {
    if (!this.DATABASE_URL) throw missing('DATABASE_URL');
    return this.DATABASE_URL;
  }

  /** Signs the tokens; known once local secrets have been read. */
  get jwtSecret(): string {
    if (!this.JWT_SECRET) throw missing('JWT_SECRET');
    return this.JWT_SECRET;
  }

  /** Null: files are kept in `DATA_DIR`. */
  get s3() {
    const { S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = this;
    return S3_ENDPOINT && S3_BUCKET && S3_REGION && S3_ACCESS_KEY_ID && S3_SECRET_ACCESS_KEY
      ? {
          endpoint: S3_ENDPOINT,
          bucket: S3_BUCKET,
          region: S3_REGION,
          accessKeyId: S3_ACCESS_KEY_ID,
          secretAccessKey: S3_SECRET_ACCESS_KEY,
        }
      : null;
  }

  get swaggerEnabled(): boolean {
    return this.SWAGGER_ENABLED ?? this.NODE_ENV !== 'production';
  }
}

/** Raised at start; each line of the message names a variable and what to do about it. */
export class SettingsError extends Error {
  /** A line each. */
  readonly problems: string[];

  constructor(problems: readonly SettingsProblem[], locale: Locale) {
    const lines = problems.map(
      ({ variables, text, params }) => `${variables}: ${terminalText(locale, `settings.${text}`, params)}`,
    );
    super([terminalText(locale, 'settings.cannot_start'), ...lines.map((line) => `  - ${line}`)].join('\n'));
    this.name = 'SettingsError';
    this.problems = lines;
  }
}

/** Reads the settings; an empty variable counts as absent. Throws {@link SettingsError}. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const names = Object.keys(new Settings()).filter((name) => name === name.toUpperCase());
  const given = Object.fromEntries(names.filter((name) => env[name]).map((name) => [name, env[name]]));
  const settings = plainToInstance(Settings, given, { exposeDefaultValues: true });
  const problems: SettingsProblem[] = [
    // One text a variable says all that it must be.
    ...validateSync(settings).map(({ property }) => ({ variables: property, text: property })),
    ...incompleteGroups(settings),
    // The embedded PostgreSQL has no standby.
    ...(settings.DATABASE_REPLICA_URL && !settings.DATABASE_URL
      ? [{ variables: 'DATABASE_URL', text: 'belongs_to', params: { others: 'DATABASE_REPLICA_URL' } }]
      : []),
    ...(settings.NODE_ENV === 'production' ? productionProblems(settings) : []),
  ];
  if (problems.length > 0) throw new SettingsError(problems, terminalLocale(env));
  return settings;
}

/** Variables that mean nothing one without the other. What is left out outside production, the service makes up. */
function incompleteGroups(settings: Settings): SettingsProblem[] {
  const groups = [
    ['S3_ENDPOINT', 'S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
    ['SMTP_URL', 'MAIL_FROM'],
    ...(settings.NODE_ENV === 'production'
      ? ([
          ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'],
          ['ADMIN_EMAIL', 'ADMIN_PASSWORD'],
        ] as const)
      : []),
  ] as const;
  return groups.flatMap((group) => {
    const absent = group.filter((name) => !settings[name]);
    const present = group.filter((name) => settings[name]).join(', ');
    return absent.length === 0 || absent.length === group.length
      ? []
      : [{ variables: absent.join(', '), text: 'belongs_to', params: { others: present } }];
  });
}

function missing(variable: string): SettingsError {
  return new SettingsError([{ variables: variable, text: 'missing' }], terminalLocale());
}

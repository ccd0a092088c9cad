import { DomainError } from '../../../../common/kernel/domain-error';

/** PostgreSQL's invalid_parameter_value: it does not know the time zone. */
const UNKNOWN_TIME_ZONE = '22023';

/** Runs a statement that reads a time zone; the caller's mistake it is when PostgreSQL does not know that. */
export async function knownTimeZone<Result>(statement: () => Promise<Result>): Promise<Result> {
  try {
    return await statement();
  } catch (error) {
    if ((error as { code?: string }).code !== UNKNOWN_TIME_ZONE) throw error;
    throw new DomainError('invalid', 'validation.isTimeZone', {}, 'timezone');
  }
}

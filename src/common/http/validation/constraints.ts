import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { isEmail, ValidateBy } from 'class-validator';
import { isTimeZone } from '../../kernel/calendar-date';
import { parseInstant } from '../../kernel/instant';
import { isUuid } from '../../kernel/uuid';

/** RFC 5321: 64 before the @, 255 behind it. */
const MAX_EMAIL_LENGTH = 320;

/** PostgreSQL stores neither; a surrogate without its other half is no character. */
export function isCleanText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

const rule = (
  name: string,
  validate: (value: unknown) => boolean,
  constraints: unknown[] = [],
): PropertyDecorator =>
  ValidateBy({ name, constraints, validator: { validate: (value) => validate(value) } });

export const IsId = (): PropertyDecorator =>
  applyDecorators(
    rule('isId', (value) => typeof value === 'string' && isUuid(value)),
    ApiProperty({ format: 'uuid', example: '018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21' }),
  );

/** Up to `maximum` ids. */
export const IsIdList = (maximum: number): PropertyDecorator =>
  applyDecorators(
    rule(
      'isIdList',
      (value) =>
        Array.isArray(value) &&
        value.length <= maximum &&
        value.every((id) => typeof id === 'string' && isUuid(id)),
      [maximum],
    ),
    ApiProperty({ type: [String], format: 'uuid', maxItems: maximum }),
  );

/** A name for programs: 1 to `maximum` letters, digits, or any of `_ . : -`, which it does not begin with. */
export const IsIdentifier = (maximum: number, example: string): PropertyDecorator =>
  applyDecorators(
    rule(
      'isIdentifier',
      (value) => typeof value === 'string' && value.length <= maximum && /^[A-Za-z0-9][\w.:-]*$/.test(value),
      [maximum],
    ),
    ApiProperty({ minLength: 1, maxLength: maximum, pattern: '^[A-Za-z0-9][\\w.:-]*$', example }),
  );

/** ISO 8601 with an offset; {@link parseInstant} says what is refused. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    rule('isInstant', (value) => typeof value === 'string' && parseInstant(value) !== null),
    ApiProperty({ format: 'date-time', example: '2026-01-05T18:30:00Z' }),
  );

export const IsTimeZoneName = (): PropertyDecorator =>
  applyDecorators(
    rule('isTimeZone', (value) => typeof value === 'string' && isTimeZone(value)),
    ApiProperty({ example: 'Europe/Moscow' }),
  );

const CURRENCIES: ReadonlySet<unknown> = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217, in capital letters; those out of use count too. */
export const IsCurrency = (): PropertyDecorator =>
  applyDecorators(
    rule('isCurrency', (value) => CURRENCIES.has(value)),
    ApiProperty({ example: 'EUR', minLength: 3, maxLength: 3 }),
  );

/** Text of `minimum` to `maximum` UTF-16 units without NUL bytes and lone surrogates. */
export const IsCleanText = (minimum: number, maximum: number): PropertyDecorator =>
  applyDecorators(
    rule(
      'isCleanText',
      (value) =>
        typeof value === 'string' && value.length >= minimum && value.length <= maximum && isCleanText(value),
      [minimum, maximum],
    ),
    ApiProperty({ minLength: minimum, maxLength: maximum }),
  );

/** class-validator's own IsEmail throws at a lone surrogate, and takes addresses of any length. */
function isEmailAddress(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= MAX_EMAIL_LENGTH &&
    isCleanText(value) &&
    isEmail(value, { require_tld: false })
  );
}

/** A list of such addresses; whatever is no list is another rule's to refuse. */
export const IsEmailList = (): PropertyDecorator =>
  rule('isEmailList', (value) => !Array.isArray(value) || value.every(isEmailAddress));

export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(
    rule('isEmail', isEmailAddress),
    ApiProperty({ format: 'email', maxLength: MAX_EMAIL_LENGTH, example: 'anna@example.org' }),
  );

/** A list of such texts. */
export const IsTextList = (minimum: number, maximum: number): PropertyDecorator =>
  rule(
    'isTextList',
    (value) =>
      Array.isArray(value) &&
      value.every(
        (text) =>
          typeof text === 'string' && text.length >= minimum && text.length <= maximum && isCleanText(text),
      ),
    [minimum, maximum],
  );

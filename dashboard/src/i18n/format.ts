import { useTranslation } from 'react-i18next';

type Value = number | null | undefined;

/** What stands where there is no figure. */
const NONE = '–';
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' };
const SHORT_DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', timeZone: 'UTC' };
const MOMENT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
};

/** Numbers and dates as the language writes them. */
export function formatsOf(language: string) {
  const number = (value: Value, options: Intl.NumberFormatOptions = {}) =>
    value === null || value === undefined ? NONE : new Intl.NumberFormat(language, options).format(value);
  const date = (value: string | null | undefined, options: Intl.DateTimeFormatOptions) =>
    value ? new Intl.DateTimeFormat(language, options).format(new Date(value)) : NONE;
  return {
    count: (value: Value) => number(value, { maximumFractionDigits: 0 }),
    compact: (value: Value) => number(value, { notation: 'compact', maximumFractionDigits: 1 }),
    decimal: (value: Value, digits = 2) =>
      number(value, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    /** Of a value that is a percentage already. */
    percent: (value: Value, digits = 1) =>
      number(value === null || value === undefined ? value : value / 100, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
    /** Of a fraction. */
    share: (value: Value, digits = 0) =>
      number(value, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits }),
    signedPercent: (value: Value, digits = 1) =>
      number(value === null || value === undefined ? value : value / 100, {
        style: 'percent',
        signDisplay: 'exceptZero',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
    /** A probability under chance: tiny ones are told apart from none at all. */
    pValue: (value: Value) =>
      typeof value === 'number' && value < 0.0001
        ? `< ${number(0.0001, { maximumFractionDigits: 4 })}`
        : number(value, { minimumFractionDigits: 4, maximumFractionDigits: 4 }),
    /** With its sign, two decimals. */
    signed: (value: Value) =>
      number(value, { signDisplay: 'exceptZero', minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    /** A difference of fractions in percentage points, without their name. */
    points: (value: Value) =>
      number(value === null || value === undefined ? value : 100 * value, {
        signDisplay: 'exceptZero',
        minimumFractionDigits: 2,
        maximumFractionDigits: 2,
      }),
    bytes: (value: Value) => {
      if (value === null || value === undefined) return NONE;
      const unit = value >= 1e6 ? 'megabyte' : value >= 1e3 ? 'kilobyte' : 'byte';
      const divisor = { megabyte: 1e6, kilobyte: 1e3, byte: 1 }[unit];
      return number(value / divisor, { style: 'unit', unit, maximumFractionDigits: 1 });
    },
    /** Minor units of a currency: 1250 of USD is $12.50. */
    money: (minor: Value, currency: string) =>
      number(inMajor(minor, currency), { style: 'currency', currency }),
    day: (value: string | null | undefined) => date(value, DAY),
    shortDay: (value: string | null | undefined) => date(value, SHORT_DAY),
    time: (value: string | null | undefined) => date(value, { hour: '2-digit', minute: '2-digit' }),
    moment: (value: string | null | undefined) => date(value, MOMENT),
  };
}

function inMajor(minor: Value, currency: string): Value {
  if (minor === null || minor === undefined) return minor;
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return minor / 10 ** digits;
}

export type Formats = ReturnType<typeof formatsOf>;

export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsOf(i18n.language);
}

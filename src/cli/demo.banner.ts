import type { Locale, Settings } from '../common/config/settings';
import { addressOf } from '../common/http/listening';
import { terminalText } from '../common/i18n/terminal-texts';
import { addDays, localDate, startOfWeek } from '../common/kernel/calendar-date';

const WEEKS = 8;

/** How many of each the demo consists of. */
export interface DemoSize {
  readonly users: number;
  readonly releases: number;
  readonly views: number;
}

type Known = Pick<
  Settings,
  'HOST' | 'PORT' | 'DATA_DIR' | 'ADMIN_EMAIL' | 'ADMIN_PASSWORD' | 'embeddedDatabase'
>;

/** What somebody needs who sees the service for the first time: where, as whom, and a first question. */
export function demoBanner(locale: Locale, settings: Known, size: DemoSize, now: Date): string {
  const text = (key: string, params = {}) => terminalText(locale, `demo.${key}`, params);
  const count = (value: number) => value.toLocaleString(locale);
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = settings;
  const address = addressOf(settings);
  const account: [string, string][] =
    email && password
      ? [
          [text('email'), email],
          [text('password'), password],
        ]
      : [[text('email'), text('nobody')]];
  const rows: [string, string][] = [
    [text('address'), `${address}/`],
    ...account,
    [text('data'), settings.embeddedDatabase ? settings.DATA_DIR : text('own_database')],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    '',
    text('ready', { users: count(size.users), releases: count(size.releases), views: count(size.views) }),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`),
    '',
    ...(email && password ? [text('first_curl'), '', firstCurl(address, email, password, now), ''] : []),
    text('stop'),
    '',
  ].join('\n');
}

/**
 * Shell commands, for a terminal that has nothing but curl and the Node this runs on: log in, and lay the
 * cohorts of the last whole weeks out as a table.
 */
function firstCurl(address: string, email: string, password: string, now: Date): string {
  const thisMonday = startOfWeek(localDate(now, 'UTC'), 'monday');
  const question = {
    cohort_type: 'registration',
    start_date: `${addDays(thisMonday, -7 * WEEKS)}T00:00:00Z`,
    end_date: `${addDays(thisMonday, -1)}T23:59:59Z`,
    weeks: WEEKS - 1,
  };
  const row = '[c.cohort_period,{users:c.cohort_size,...c.retention.map(w=>w.rate)}]';
  const table = `console.table(Object.fromEntries(JSON.parse(fs.readFileSync(0)).cohorts.map(c=>${row})))`;
  const json = "-H 'Content-Type: application/json'";
  return [
    `TOKEN=$(curl -s ${address}/api/v1/auth/login ${json} \\`,
    `  -d ${quoted(JSON.stringify({ email, password }))} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s ${address}/api/v1/analytics/v2/cohorts -H "Authorization: Bearer $TOKEN" ${json} \\`,
    `  -d ${quoted(JSON.stringify(question))} \\`,
    `  | node -e '${table}'`,
  ].join('\n');
}

/** One word for a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

import { Client } from 'pg';
import { isTimeZone } from '../../src/common/kernel/calendar-date';
import { ZONES } from '../fuzz/hostile-values';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

/** Names of the database's own, and of the links and leftovers that ICU may know beyond them. */
const CANDIDATES = [
  ...ZONES,
  ...'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT HST IET IST JST MIT MST NET NST PLT PNT PRT PST SST VST'.split(
    ' ',
  ),
  ...'SystemV/AST4ADT SystemV/PST8 US/Pacific-New Etc/Greenwich Etc/UCT Asia/Rangoon Europe/Uzhgorod'.split(
    ' ',
  ),
  ...'Africa/Timbuktu America/Buenos_Aires Antarctica/South_Pole Asia/Saigon Pacific/Kanton utc'.split(' '),
];

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Offset in minutes as Node has it. */
function offsetOf(zone: string, instant: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  }).formatToParts(new Date(instant));
  const [year, month, day, hour, minute] = ['year', 'month', 'day', 'hour', 'minute'].map((type) =>
    Number(parts.find((part) => part.type === type)?.value),
  ) as [number, number, number, number, number];
  return (Date.UTC(year, month - 1, day, hour, minute) - Date.parse(instant)) / 60_000;
}

describe('time zones', () => {
  it('that a request may name are known to the database, and mean the same there', async () => {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM pg_timezone_names');
    const names = [...Intl.supportedValuesOf('timeZone'), ...CANDIDATES, ...rows.map(({ name }) => name)];
    const taken = [...new Set(names)].filter((name) => isTimeZone(name));
    expect(taken.length).toBeGreaterThan(400);
    const different: string[] = [];
    for (const zone of taken) {
      for (const instant of ['2020-01-15T12:00:00Z', '2020-07-15T12:00:00Z']) {
        const text = `SELECT extract(epoch FROM ($1::timestamptz AT TIME ZONE $2) AT TIME ZONE 'UTC' - $1)::int / 60 AS offset`;
        const there = await client.query<{ offset: number }>(text, [instant, zone]).then(
          (result) => result.rows[0]!.offset,
          () => 'unknown',
        );
        if (there !== offsetOf(zone, instant)) different.push(`${zone}: ${there}`);
      }
    }
    expect(different).toEqual([]);
  });
});

import { RECORD_VIEWS } from '../../../src/modules/analytics/infrastructure/postgres/queries/record-views';

/** A service that is broken on purpose: the days of releases count each event as often as it is sent. */
const [counted, broken] = ['inserted', 'input'].map((name) => `FROM ${name}\n  GROUP BY release_id, day`);
if (!RECORD_VIEWS.text.includes(counted!)) throw new Error('The statement is another one now');
RECORD_VIEWS.text = RECORD_VIEWS.text.replace(counted!, broken!);

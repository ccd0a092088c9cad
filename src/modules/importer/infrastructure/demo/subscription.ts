import type { Payment } from '../../../analytics';
import { demoId } from './catalogue';
import type { DemoUser } from './population';
import { Prng } from './prng';
import { DAY_MS } from './week';

const TRIAL_DAYS = 7;
const MONTH_DAYS = 30;

const SUBSCRIBES = 0.62;
const TAKES_PREMIUM = 0.3;
/** Chance, in a paid month, of renting a title that the plan does not have. */
const RENTS = 0.22;
/** Chance that a payment is given back, wholly, a day or two later. */
const IS_REFUNDED = 0.02;

/** Minor units: the basic plan, the premium plan, and the cheapest rental. */
interface Prices {
  readonly currency: string;
  readonly basic: number;
  readonly premium: number;
  readonly rental: number;
}

const EURO: Prices = { currency: 'EUR', basic: 599, premium: 999, rental: 199 };
const PRICES: Readonly<Record<string, Prices>> = {
  'Europe/Moscow': { currency: 'RUB', basic: 29_900, premium: 49_900, rental: 9_900 },
  'Asia/Yekaterinburg': { currency: 'RUB', basic: 29_900, premium: 49_900, rental: 9_900 },
  'America/New_York': { currency: 'USD', basic: 699, premium: 1_199, rental: 299 },
};

/**
 * What somebody has paid up to `now`, in the order of time: after a week of trial a month's fee every thirty days for
 * as long as they watch, and a rental now and then. A later `now` adds payments and changes none.
 */
export function paymentsOf(
  seed: number,
  { change, zone, firstViewAt, habits }: DemoUser,
  now: number,
): Payment[] {
  const prng = new Prng(`${seed}/subscription/${change.id}`);
  if (firstViewAt === null || !prng.chance(SUBSCRIBES)) return [];
  const prices = PRICES[zone.name] ?? EURO;
  const fee = prng.chance(TAKES_PREMIUM) ? prices.premium : prices.basic;
  const payments: Payment[] = [];
  const pay = (name: string, amountMinor: number, at: number) => {
    if (at > now) return;
    payments.push({
      paymentId: demoId(seed, `payment/${change.id}/${name}`),
      userId: change.id,
      amountMinor,
      currency: prices.currency,
      paidAt: new Date(Math.floor(at)),
    });
  };
  for (let month = 0; TRIAL_DAYS + month * MONTH_DAYS <= habits.lifeDays; month++) {
    const dueAt = firstViewAt + (TRIAL_DAYS + month * MONTH_DAYS) * DAY_MS;
    if (dueAt > now) break;
    pay(`fee/${month}`, fee, dueAt);
    if (prng.chance(IS_REFUNDED)) pay(`refund/${month}`, -fee, dueAt + DAY_MS);
    if (prng.chance(RENTS)) {
      const rental = prices.rental * (1 + prng.below(4));
      pay(`rental/${month}`, rental, dueAt + prng.between(2, MONTH_DAYS) * DAY_MS);
    }
  }
  return payments;
}

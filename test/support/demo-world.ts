import type { Payment, ViewEvent } from '../../src/modules/analytics';
import type { ReleaseChange } from '../../src/modules/catalogue';
import type { UserChange } from '../../src/modules/identity';
import type { SourceBatch } from '../../src/modules/importer/domain/dataset-source';
import { type DemoOptions, DemoSource } from '../../src/modules/importer/infrastructure/demo/demo-source';

export interface World {
  readonly users: UserChange[];
  readonly releases: ReleaseChange[];
  readonly views: ViewEvent[];
  readonly payments: Payment[];
}

export async function valuesOf<Value>(batches: AsyncIterable<SourceBatch<Value>>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const { records } of batches) {
    for (const record of records) {
      if (!('value' in record)) throw new Error('The demo has no unreadable records');
      values.push(record.value);
    }
  }
  return values;
}

export async function worldAt(now: string, options: Partial<DemoOptions> = {}): Promise<World> {
  const source = new DemoSource({ now: new Date(now), ...options });
  return {
    users: await valuesOf(source.users()),
    releases: await valuesOf(source.releases()),
    views: await valuesOf(source.views()),
    payments: await valuesOf(source.payments()),
  };
}

export const byId = <Value>(values: readonly Value[], id: (value: Value) => string) =>
  new Map(values.map((value) => [id(value), value]));
export const eventsOf = ({ views }: World) => byId(views, (view) => view.eventId);
export const paymentsOf = ({ payments }: World) => byId(payments, (payment) => payment.paymentId);
export const usersOf = ({ users }: World) => byId(users, (user) => user.id);
export const releasesOf = ({ releases }: World) => byId(releases, (release) => release.id);

/** What of `part` is not in `whole`, or otherwise. */
export function missing<Value>(part: Map<string, Value>, whole: Map<string, Value>): Value[] {
  return [...part].flatMap(([id, value]) =>
    JSON.stringify(whole.get(id)) === JSON.stringify(value) ? [] : [value],
  );
}

import type { DatasetSource, SourceBatch } from './dataset-source';

/** A data set with all its instants moved by `shiftMs`. */
export function shiftSource(source: DatasetSource, shiftMs: number): DatasetSource {
  const move = (instant: Date) => new Date(instant.getTime() + shiftMs);
  return {
    users: () => mapValues(source.users(), (user) => ({ ...user, registeredAt: move(user.registeredAt) })),
    releases: () =>
      mapValues(source.releases(), (release) => ({
        ...release,
        releasedAt: release.releasedAt && move(release.releasedAt),
      })),
    views: () => mapValues(source.views(), (view) => ({ ...view, viewedAt: move(view.viewedAt) })),
    payments: () => mapValues(source.payments(), (payment) => ({ ...payment, paidAt: move(payment.paidAt) })),
  };
}

async function* mapValues<Value>(
  batches: AsyncIterable<SourceBatch<Value>>,
  map: (value: Value) => Value,
): AsyncIterable<SourceBatch<Value>> {
  for await (const { records, progress } of batches) {
    yield {
      records: records.map((record) =>
        'value' in record ? { ...record, value: map(record.value) } : record,
      ),
      progress,
    };
  }
}

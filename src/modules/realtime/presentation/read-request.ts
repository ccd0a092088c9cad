import { DomainError } from '../../../common/kernel/domain-error';
import { isUuid } from '../../../common/kernel/uuid';
import { isMetricName, METRIC_NAMES, type MetricName } from '../domain/metric-name';

const MOST_RELEASES = 100;
/** Longer names are cut where they are repeated. */
const SHOWN_CHARACTERS = 50;

/** `subscribe {metrics: [name], release_ids?: [uuid]}`; throws a DomainError that says what is wrong. */
export function readSubscribe(body: unknown): { metrics: MetricName[]; releaseIds: string[] | null } {
  const { metrics, release_ids, ...unknown } = readObject(body);
  if (Object.keys(unknown).length > 0 || !isTexts(metrics) || metrics.length === 0) throw malformed();
  return { metrics: readNames(metrics), releaseIds: readReleaseIds(release_ids) };
}

/** `unsubscribe {metrics?}`; null: from all. */
export function readUnsubscribe(body: unknown): MetricName[] | null {
  if (body === undefined || body === null) return null;
  const { metrics, ...unknown } = readObject(body);
  if (Object.keys(unknown).length > 0) throw malformed();
  if (metrics === undefined || metrics === null) return null;
  if (!isTexts(metrics)) throw malformed();
  return readNames(metrics);
}

function readObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw malformed();
  return { ...body };
}

function readNames(names: readonly string[]): MetricName[] {
  const unknown = names.find((name) => !isMetricName(name));
  if (unknown !== undefined) {
    const params = { name: unknown.slice(0, SHOWN_CHARACTERS), names: METRIC_NAMES.join(', ') };
    throw new DomainError('invalid', 'realtime.unknown_metric', params, 'metrics');
  }
  return METRIC_NAMES.filter((name) => names.includes(name));
}

function readReleaseIds(ids: unknown): string[] | null {
  if (ids === undefined || ids === null) return null;
  if (!isTexts(ids) || ids.length === 0) throw malformed();
  if (ids.length > MOST_RELEASES)
    throw new DomainError('invalid', 'realtime.too_many_releases', { most: MOST_RELEASES }, 'release_ids');
  const wrong = ids.find((id) => !isUuid(id));
  if (wrong !== undefined) {
    const params = { id: wrong.slice(0, SHOWN_CHARACTERS) };
    throw new DomainError('invalid', 'realtime.no_release_id', params, 'release_ids');
  }
  return [...new Set(ids.map((id) => id.toLowerCase()))].sort();
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function malformed(): DomainError {
  return new DomainError('invalid', 'realtime.malformed');
}

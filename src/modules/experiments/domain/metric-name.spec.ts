import { kindOf, measuredBy } from './metric-name';

describe('measuredBy', () => {
  it.each([
    ['conversion_rate', { of: 'event_users', name: 'conversion' }, 'proportion'],
    ['purchase', { of: 'event_values', name: 'purchase' }, 'mean'],
    ['purchase_rate_rate', { of: 'event_users', name: 'purchase_rate' }, 'proportion'],
    ['views_per_user', { of: 'views' }, 'mean'],
    ['watch_minutes_per_user', { of: 'watch_minutes' }, 'mean'],
    ['completion_rate', { of: 'completion' }, 'ratio'],
    ['retention_week_1', { of: 'retention_week_1' }, 'proportion'],
  ])('%s', (name, measured, kind) => {
    expect(measuredBy(name)).toEqual(measured);
    expect(kindOf(measuredBy(name))).toBe(kind);
  });
});

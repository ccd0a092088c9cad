import type { ViewerActivity } from '../viewers/viewer-history';
import type { BgNbdParameters } from './bg-nbd';
import { assessChurn, churnByIdleDays } from './churn-risk';

const NOW = new Date('2026-03-01T12:00:00Z');
/** That of CDNOW (Fader, Hardie, Lee 2005), as if its weeks were days. */
const CDNOW: BgNbdParameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };

/** A regular viewer of the last 40 days; name only what the test is about. */
const viewer = (given: Partial<ViewerActivity> = {}): ViewerActivity => ({
  userId: 'u',
  registeredAt: new Date('2026-01-01T00:00:00Z'),
  views: 20,
  lastViewedAt: new Date('2026-02-28T12:00:00Z'),
  completion: 0.8,
  activeDays: { days: 20, first: '2026-01-20', last: '2026-02-28' },
  recent: { views30: 12, previousViews30: 8, completion30: 0.8, activeDays28: 12 },
  ...given,
});

describe('churn', () => {
  it.each([
    [0, 0.1],
    [7, 0.1],
    [7.001, 0.4],
    [30, 0.4],
    [30.001, 0.8],
  ])('is by the rule, after %d idle days, %d', (days, probability) => {
    expect(churnByIdleDays(days)).toBe(probability);
  });

  it('is 1 − P(alive) of the active days under a model', () => {
    // Three active days, the second two 30 days after the first, 8 days ago: x = 2, t_x = 30, T = 38.
    const own = viewer({ activeDays: { days: 3, first: '2026-01-22', last: '2026-02-21' } });
    const odds = (0.793 / (2.426 + 1)) * ((4.414 + 38) / (4.414 + 30)) ** 2.243;
    expect(assessChurn(own, CDNOW, NOW)).toMatchObject({
      probability: expect.closeTo(odds / (1 + odds), 12) as number,
      modelVersion: 'bg_nbd_v1.0',
    });
  });

  it('is by the rule where the model can say nothing', () => {
    const once = viewer({
      lastViewedAt: new Date('2026-01-20T12:00:00Z'),
      activeDays: { days: 1, first: '2026-01-20', last: '2026-01-20' },
    });
    expect(assessChurn(once, CDNOW, NOW)).toMatchObject({
      probability: 0.8,
      risk: 'high',
      modelVersion: 'heuristic_v1.0',
    });
    expect(assessChurn(viewer(), null, NOW)).toMatchObject({
      probability: 0.1,
      modelVersion: 'heuristic_v1.0',
    });
    const never = viewer({ lastViewedAt: null, activeDays: null, completion: null });
    expect(assessChurn(never, CDNOW, NOW)).toMatchObject({ probability: 0.8, reasons: ['no_views'] });
  });

  it('has no reasons at low risk', () => {
    expect(assessChurn(viewer(), CDNOW, NOW)).toMatchObject({ risk: 'low', reasons: [] });
  });

  it('gives every reason that holds', () => {
    const leaving = viewer({
      lastViewedAt: new Date('2026-01-25T12:00:00Z'),
      activeDays: { days: 6, first: '2026-01-20', last: '2026-01-25' },
      completion: 0.8,
      recent: { views30: 1, previousViews30: 4, completion30: 0.6, activeDays28: 0 },
    });
    expect(assessChurn(leaving, CDNOW, NOW)).toMatchObject({
      risk: 'high',
      reasons: ['unusual_pause', 'long_absence', 'fewer_views', 'lower_completion'],
    });
  });

  it('takes the bounds of the risks as defined', () => {
    const idle = (days: number) =>
      assessChurn(viewer({ lastViewedAt: new Date(NOW.getTime() - days * 86_400_000) }), null, NOW).risk;
    expect([idle(1), idle(8), idle(31)]).toEqual(['low', 'medium', 'high']);
  });
});

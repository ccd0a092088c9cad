import { after, stateOf } from './live-state';

const snapshot = {
  at: '2026-11-26T12:01:10Z',
  window_seconds: 130,
  views: 5,
  minutes: [
    { at: '2026-11-26T12:00:00Z', views: 3 },
    { at: '2026-11-26T12:01:00Z', views: 2 },
  ],
};
const aFrame = (seq: number, at: string, views: number) => ({ seq, at, window_seconds: 130, views });

describe('what is going on', () => {
  it('grows in the running minute', () => {
    const first = after(stateOf(snapshot, 7), aFrame(8, '2026-11-26T12:01:20Z', 9))!;
    expect(first.minutes.map(({ views }) => views)).toEqual([3, 6]);
    const second = after(first, aFrame(9, '2026-11-26T12:01:59.999Z', 10))!;
    expect(second.minutes.map(({ views }) => views)).toEqual([3, 7]);
    expect(second.frame.views).toBe(10);
  });

  it.each([
    ['a frame was lost', aFrame(9, '2026-11-26T12:01:20Z', 9)],
    ['another minute has begun', aFrame(8, '2026-11-26T12:02:00Z', 9)],
  ])('must be asked for anew when %s', (_, frame) => {
    expect(after(stateOf(snapshot, 7), frame)).toBeNull();
  });
});

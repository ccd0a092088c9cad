import { isInvited } from './audience';

const user = { role: 'user', registeredAt: new Date('2026-02-01T00:00:00Z') } as const;
const anybody = { role: null, genre: null, registeredFrom: null, registeredUntil: null };

describe('isInvited', () => {
  it.each([
    ['nobody is asked for', null, true],
    ['the role', { ...anybody, role: 'user' as const }, true],
    ['another role', { ...anybody, role: 'admin' as const }, false],
    ['from the very instant', { ...anybody, registeredFrom: user.registeredAt }, true],
    ['until the very instant', { ...anybody, registeredUntil: user.registeredAt }, false],
    ['from later', { ...anybody, registeredFrom: new Date('2026-02-01T00:00:00.001Z') }, false],
    ['a genre, which others look at', { ...anybody, genre: 'War' }, true],
  ])('%s', (_, audience, expected) => {
    expect(isInvited(audience, user)).toBe(expected);
  });
});

import { stableId } from './stable-id';

describe('stableId', () => {
  it('keeps UUIDs, in lower case', () => {
    expect(stableId('user', '018F3C5E-7A51-7C3E-9F10-2B6F0A4D8E21')).toBe(
      '018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21',
    );
  });

  it('is the same in every run and another one for another kind', () => {
    expect(stableId('user', '1')).toBe('289c6f95-3cd5-584b-8e27-04cf0bafa787');
    expect(stableId('release', '1')).not.toBe(stableId('user', '1'));
  });

  it('leaves absent ids absent', () => {
    expect(stableId('event', '')).toBeUndefined();
  });
});

import { JwtService } from '@nestjs/jwt';
import { JwtAccessTokens } from './jwt-access-tokens';

const USER = '3f2b8c1e-0000-4000-8000-000000000001';
const jwt = new JwtService({ secret: 'a secret of more than thirty-two characters' });
const SECOND = 1_000;

describe('own tokens', () => {
  beforeEach(() =>
    jest.useFakeTimers({ now: new Date('2026-01-05T10:00:00Z'), doNotFake: ['nextTick', 'setImmediate'] }),
  );
  afterEach(() => jest.useRealTimers());

  it('are good until they end, however often they have been seen', async () => {
    const tokens = new JwtAccessTokens(jwt);
    const { token, expiresIn } = await tokens.issue(USER);
    const claims = { userId: USER, role: 'admin' };
    expect(await tokens.verify(token)).toEqual(claims);
    jest.setSystemTime(Date.now() + expiresIn * SECOND - SECOND);
    expect(await tokens.verify(token)).toEqual(claims);
    jest.setSystemTime(Date.now() + 2 * SECOND);
    expect(await tokens.verify(token)).toBeNull();
    expect(await tokens.verify(token)).toBeNull();
  });

  it('are no good with another signature than the one that was seen', async () => {
    const tokens = new JwtAccessTokens(jwt);
    const { token } = await tokens.issue(USER);
    expect(await tokens.verify(token)).not.toBeNull();
    const [header, payload] = token.split('.');
    const forged = `${header}.${payload}.${Buffer.alloc(32).toString('base64url')}`;
    expect(await tokens.verify(forged)).toBeNull();
  });
});

import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RateLimiter } from '../../../../common/http/rate-limit/rate-limiter';
import type { Principal } from '../../domain/principal';
import { OwnerOrAdmin, Public, RequireRole, RequireScope, SignedIn } from './access.decorators';
import { AccessGuard } from './access.guard';

const USER_ID = 'aaaaaaaa-0000-4000-8000-000000000001';

class Routes {
  undecorated(): void {}

  @Public()
  public(): void {}

  @SignedIn()
  signedIn(): void {}

  @RequireRole('admin')
  admin(): void {}

  @OwnerOrAdmin('user_id')
  owner(): void {}

  @RequireScope('ingest')
  scope(): void {}
}

const user: Principal = { kind: 'user', userId: USER_ID, role: 'user' };
const admin: Principal = { kind: 'user', userId: USER_ID, role: 'admin' };
const key: Principal = { kind: 'api_key', keyId: USER_ID, scopes: ['ingest'] };
const otherKey: Principal = { kind: 'api_key', keyId: USER_ID, scopes: ['erase', 'metrics'] };

const count = jest.fn(() => Promise.resolve());
const guard = new AccessGuard(new Reflector(), { count } as unknown as RateLimiter);

async function outcome(
  route: keyof Routes,
  principal?: Principal,
  params: object = {},
  authenticationError?: Error,
): Promise<unknown> {
  const context = {
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({
      getRequest: () => ({ principal, params, authenticationError }),
      getResponse: () => ({}),
    }),
  } as unknown as ExecutionContext;
  try {
    return await guard.canActivate(context);
  } catch (error) {
    return (error as Error).message;
  }
}

describe('AccessGuard', () => {
  beforeEach(() => count.mockClear());

  it('refuses everybody at a route that says nothing', async () => {
    for (const principal of [user, admin, key])
      expect(await outcome('undecorated', principal)).toBe('auth.forbidden');
    expect(await outcome('undecorated')).toBe('auth.required');
  });

  it.each<[keyof Routes, (string | true)[]]>([
    ['public', [true, true, true, true, true]],
    ['signedIn', ['auth.required', true, true, 'auth.forbidden', 'auth.forbidden']],
    ['admin', ['auth.required', 'auth.forbidden', true, 'auth.forbidden', 'auth.forbidden']],
    ['owner', ['auth.required', 'auth.forbidden', true, 'auth.forbidden', 'auth.forbidden']],
    ['scope', ['auth.required', 'auth.forbidden', true, true, 'auth.forbidden']],
  ])('%s', async (route, expected) => {
    const outcomes = [];
    for (const principal of [undefined, user, admin, key, otherKey])
      outcomes.push(await outcome(route, principal, { user_id: USER_ID.replace('1', '2') }));
    expect(outcomes).toEqual(expected);
  });

  it('knows an owner whatever the case of the id', async () => {
    expect(await outcome('owner', user, { user_id: USER_ID.toUpperCase() })).toBe(true);
  });

  it('counts a key on its address for what it does not open', async () => {
    await outcome('scope', key);
    expect(count).not.toHaveBeenCalled();
    await outcome('admin', key);
    expect(count).toHaveBeenCalledWith({ kind: 'ip' }, expect.anything(), expect.anything());
  });

  it('says why nobody could be recognised, except where it does not matter', async () => {
    const away = new Error('database away');
    expect(await outcome('admin', undefined, {}, away)).toBe('database away');
    expect(await outcome('public', undefined, {}, away)).toBe(true);
  });
});

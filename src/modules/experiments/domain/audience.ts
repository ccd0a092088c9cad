import type { Role } from '../../../common/kernel/role';
import type { Audience } from './ab-test';

/** Whether an account is one that the audience asks for; what its owner has watched is not looked at. */
export function isInvited(
  audience: Audience | null,
  user: { readonly role: Role; readonly registeredAt: Date },
): boolean {
  if (audience === null) return true;
  const { role, registeredFrom, registeredUntil } = audience;
  return (
    (role === null || user.role === role) &&
    (registeredFrom === null || user.registeredAt >= registeredFrom) &&
    (registeredUntil === null || user.registeredAt < registeredUntil)
  );
}

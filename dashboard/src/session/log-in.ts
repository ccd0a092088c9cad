import { answerOf, api } from '../api/client';
import { beginSession } from './session';

export async function logIn(body: { email: string; password: string }): Promise<void> {
  const { access_token: token } = await answerOf(api.POST('/api/v1/auth/login', { body }));
  const me = await answerOf(api.GET('/api/v1/auth/me', { headers: { Authorization: `Bearer ${token}` } }));
  beginSession({ token, userId: me.id, role: me.role, email: me.email });
}

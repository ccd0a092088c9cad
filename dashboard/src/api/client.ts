import createClient, { type Middleware } from 'openapi-fetch';
import { i18n } from '../i18n/i18n';
import { endSession, readSession } from '../session/session';
import { Problem } from './problem';
import type { paths } from './schema.gen';

const asWhoAndInWhichLanguage: Middleware = {
  onRequest({ request }) {
    const token = readSession()?.token;
    if (token) request.headers.set('Authorization', `Bearer ${token}`);
    request.headers.set('Accept-Language', i18n.language);
    return request;
  },
  onResponse({ request, response }) {
    // A token that has just been replaced by a new one is no reason to log out.
    const sent = request.headers.get('Authorization');
    if (response.status === 401 && sent && sent === `Bearer ${readSession()?.token}`) endSession('expired');
    return response;
  },
  onError() {
    return Problem.network;
  },
};

export const api = createClient<paths>();
api.use(asWhoAndInWhichLanguage);

interface Call<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; throws {@link Problem} for any other. */
export async function answerOf<Data>(call: Promise<Call<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (!response.ok) throw Problem.from(error, response.status);
  return data as Data;
}

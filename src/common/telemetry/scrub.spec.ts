import { errorForLog, scrub } from './scrub';

describe('scrub', () => {
  it.each([
    ['no user anna.b+tag@mail.example.org here', 'no user [e-mail] here'],
    ['почта@домен.рф занята', '[e-mail] занята'],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln', 'Bearer [token]'],
    ['key ksk_Qm9zYS1ub3ZhLWlzLWEtcmh5dGht', 'key [key]'],
    ['user_analytics:AAAAAAAA-0000-4000-8000-000000000001:false', 'user_analytics:[id]:false'],
    ['postgresql://me:secret@db:5432/kinoscope', 'postgresql://[credentials]@db:5432/kinoscope'],
    [
      'at x (/app/node_modules/@nestjs/core/router/x.js:1:2)',
      'at x (/app/node_modules/@nestjs/core/router/x.js:1:2)',
    ],
  ])('%s', (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });
});

describe('errorForLog', () => {
  it('keeps kind, text, origin and cause, and drops what drivers hang on', () => {
    const cause = Object.assign(new RangeError('too far'), { body: '{"password":"x"}' });
    const error = Object.assign(new TypeError('of anna@example.org', { cause }), {
      code: '23505',
      detail: 'Key (email)=(anna@example.org) already exists.',
      parameters: ['anna@example.org'],
    });
    expect(errorForLog(error)).toEqual({
      type: 'TypeError',
      message: 'of [e-mail]',
      stack: expect.stringContaining('scrub.spec'),
      code: '23505',
      cause: { type: 'RangeError', message: 'too far', stack: expect.any(String) },
    });
  });

  it('says nothing of what is no error', () => {
    expect(errorForLog('anna@example.org')).toEqual({ type: 'string' });
  });
});

import fc, { type Arbitrary } from 'fast-check';
import { HOSTILE_LANGUAGES } from './hostile-values';

/** Headers beside those of the body and of the caller. */
export const headersOf: Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 10, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...HOSTILE_LANGUAGES).map((text) => ({ 'accept-language': text })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { accept: 'application/xml' },
      { accept: ',;q=' },
      { 'x-forwarded-for': '1.1.1.1, unknown, ::1%eth0' },
      { forwarded: 'for="_x";by=' },
      { 'x-http-method-override': 'DELETE' },
      { 'x-request-id': '../\u00ff' },
      { range: 'bytes=-1,5-2' },
      { 'if-none-match': '*' },
      { 'if-modified-since': 'yesterday' },
      { cookie: 'a=%E0%A4%A; __proto__=1' },
      { expect: '100-continue' },
      { expect: 'a miracle' },
      { origin: 'null' },
      { host: 'elsewhere.example:99999' },
      { connection: 'upgrade', upgrade: 'websocket' },
      { te: 'trailers, deflate' },
      { 'content-length': '5' },
      { 'transfer-encoding': 'chunked' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'x-padding': 'x'.repeat(7_000) },
      { 'x-padding': 'x'.repeat(20_000) },
      { 'accept-language': 'ru;q=0.1,'.repeat(1_000) },
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x-many-${index}`, '1'])),
    ),
  },
);

/** Credentials of somebody who has none. */
export const STRANGE_CREDENTIALS: readonly Readonly<Record<string, string>>[] = [
  { authorization: 'Bearer ' },
  { authorization: 'Bearer x' },
  { authorization: `Bearer ${'a'.repeat(9_000)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' },
  { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.bnVsbA.x' },
  { authorization: 'Bearer \u00ff' },
  { authorization: 'Basic YTpi' },
  { 'x-api-key': '' },
  { 'x-api-key': 'ksk_' },
  { 'x-api-key': `ksk_${'A'.repeat(43)}` },
  { 'x-api-key': 'ksk_\u00ff' },
  { 'x-api-key': 'x'.repeat(7_000), authorization: 'Bearer x' },
];

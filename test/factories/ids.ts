/** Readable ids: `userId(1)`, `releaseId(1)`, `eventId(1)` and `testId(1)` differ in their first block. */
const id = (block: string) => (number: number) =>
  `${block}-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const userId = id('aaaaaaaa');
export const releaseId = id('bbbbbbbb');
export const eventId = id('cccccccc');
export const testId = id('dddddddd');

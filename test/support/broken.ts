import { join } from 'node:path';

/** BROKEN names a file of test/support/broken that spoils the service under test; a flag of this harness, not of the product. */
const { BROKEN } = process.env;
export const brokenOnPurpose = BROKEN ? [join(__dirname, 'broken', `${BROKEN}.ts`)] : [];

/** The command line is wrong; the message says how, in the person's language. */
export class UsageError extends Error {}

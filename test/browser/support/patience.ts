/** Pages are loaded, drawn and looked at; on a busy machine that takes its time. */
jest.setTimeout(90_000);

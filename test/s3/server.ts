/** The server that `npm run test:s3` has started. */
export const s3Server = {
  endpoint: process.env.KINOSCOPE_TEST_S3_ENDPOINT!,
  region: 'us-east-1',
  accessKeyId: 'TESTKEY',
  secretAccessKey: 'TESTSECRET',
};

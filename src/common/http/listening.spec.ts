import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { addressOf, ensureCanListen, explainListenFailure } from './listening';

const HOST = '127.0.0.1';

describe('the address of the service', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8000'],
    ['0.0.0.0', 'http://127.0.0.1:8000'],
    ['::', 'http://[::1]:8000'],
    ['kinoscope.lan', 'http://kinoscope.lan:8000'],
  ])('for HOST=%s is %s', (host, address) => {
    expect(addressOf({ HOST: host, PORT: 8000 })).toBe(address);
  });
});

describe('a port that cannot be had', () => {
  it('is told from one that can, with what to do', async () => {
    const other = createServer();
    await once(other.listen(0, HOST), 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(ensureCanListen({ HOST, PORT: port }, 'npm run demo')).rejects.toThrow(
      `PORT=${port + 1} npm run demo`,
    );
    other.close();
    await once(other, 'close');
    await expect(ensureCanListen({ HOST, PORT: port }, 'npm run demo')).resolves.toBeUndefined();
  });

  it('leaves failures of other kinds as they are', () => {
    const failure = new Error('something else');
    expect(explainListenFailure(failure, { HOST, PORT: 1 }, 'npm start')).toBe(failure);
  });
});

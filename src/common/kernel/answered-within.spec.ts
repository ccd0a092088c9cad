import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answeredWithin, NoAnswer } from './answered-within';

describe('answeredWithin', () => {
  it('passes on answers and failures that come in time', async () => {
    expect(await answeredWithin(100, Promise.resolve('yes'))).toBe('yes');
    await expect(answeredWithin(100, Promise.reject(new TypeError('no')))).rejects.toThrow(TypeError);
  });

  it('gives up on silence, and does not mind a failure that comes later', async () => {
    let fail: (error: Error) => void = () => undefined;
    const silent = new Promise((_, reject) => (fail = reject));
    await expect(answeredWithin(5, silent)).rejects.toThrow(NoAnswer);
    fail(new Error('too late'));
  });

  it('reads what came while the process was busy', async () => {
    const echo = spawn('cat');
    echo.stdin.write('ready?');
    await once(echo.stdout, 'data');
    const answer = once(echo.stdout, 'data');
    echo.stdin.write('busy?');
    const answered = answeredWithin(30, answer);
    const until = performance.now() + 200;
    while (performance.now() < until);
    expect(String(await answered)).toBe('busy?');
    echo.kill();
  });
});

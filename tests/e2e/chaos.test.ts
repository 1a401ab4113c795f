import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';

let child: ChildProcess | undefined;

// One that takes longer than its time would go on beside the other tests.
afterEach(() => void child?.kill('SIGTERM'));

describe('the product', () => {
  it('survives the short form of npm run test:chaos: nothing is lost, and nothing comes twice', async () => {
    const short = spawn(process.execPath, ['local/run.mjs', 'local/chaos/main.ts', '--short'], { cwd: root });
    child = short;
    const printed = Promise.all([text(short.stdout), text(short.stderr)]);

    const [code] = await once(short, 'exit');

    const said = (await printed).join('\n');
    expect(said).toContain('10 points: 10 survived, 0 failed, 0 not reached');
    expect(code).toBe(0);
  }, 300_000);
});

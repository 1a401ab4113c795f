import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';

describe('the product', () => {
  it('survives the short form of npm run test:chaos: nothing is lost, and nothing comes twice', async () => {
    const child = spawn(process.execPath, ['local/run.mjs', 'local/chaos/main.ts', '--short'], { cwd: root });
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);

    const [code] = await once(child, 'exit');

    const said = (await printed).join('\n');
    expect(said).toContain('10 points: 10 survived, 0 failed, 0 not reached');
    expect(code).toBe(0);
  }, 300_000);
});

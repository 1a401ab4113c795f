import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Host, startHost } from '../../local/host.ts';
import { TimedOut } from '../../local/pending-calls.ts';

const program = `
process.on('message', ({ id, functionName }) => {
  if (functionName === 'loop') for (;;);
  if (functionName !== 'wait') process.send({ kind: 'answer', id, result: functionName });
});
process.on('disconnect', () => process.exit());
process.send({ kind: 'ready', functions: [] });
`;

let folder: string;
let host: Host;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-host-'));
  const file = path.join(folder, 'host.mjs');
  await writeFile(file, program);
  host = await startHost({}, file);
});

afterEach(async () => {
  await host.retire(1);
  await rm(folder, { recursive: true });
});

const call = (functionName: string, milliseconds: number) =>
  host.run({ id: functionName, functionName, event: {}, deadline: Date.now() + milliseconds });

describe('the process of all functions', () => {
  it('is ended when a function takes too long and yields to no other', async () => {
    await expect(call('loop', 50)).rejects.toThrow(TimedOut);

    await host.ended;
  });

  it('goes on when a function takes too long and others run', async () => {
    await expect(call('wait', 50)).rejects.toThrow(TimedOut);

    await expect(call('another', 10_000)).resolves.toBe('another');
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { openArena } from '../../../local/chaos/arena.ts';
import type { Outcome } from '../../../local/chaos/passing.ts';
import { registration } from '../../../local/chaos/registration.ts';
import type { Rig } from '../../../local/chaos/rig.ts';

/** An arena whose passages end so, one after the other, with what became of its clouds. */
async function openWith(...endings: readonly (readonly string[])[]) {
  const left = [...endings];
  const clouds: { stopped: boolean; output: string }[] = [];
  const numbers: number[] = [];
  const start = async () => {
    const cloud = { stopped: false, output: 'ready\n' };
    clouds.push(cloud);
    const stop = async () => {
      cloud.stopped = true;
    };
    return { cloud: { output: () => cloud.output }, stop } as unknown as Rig;
  };
  const passThrough = async (_: Rig, __: unknown, number: number): Promise<Outcome> => {
    numbers.push(number);
    const cloud = clouds.at(-1);
    if (cloud) cloud.output += `passage ${number}\n`;
    return { points: [], struck: true, complaints: left.shift() ?? [], copies: 0, seconds: 1 };
  };
  return { arena: await openArena(registration, { start, passThrough }), clouds, numbers };
}

describe('an arena', () => {
  it('sends everybody through one cloud while all is well, each with a number of their own', async () => {
    const { arena, clouds, numbers } = await openWith([], []);

    await arena.send();
    await arena.send();

    expect(numbers).toEqual([1, 2]);
    expect(clouds.map(({ stopped }) => stopped)).toEqual([false]);
  });

  it('takes another cloud after a failure, and keeps what the old one has printed meanwhile', async () => {
    const { arena, clouds } = await openWith([], ['no mail'], []);

    await arena.send();
    const { complaints, logFile = '' } = await arena.send();
    await arena.send();

    expect(complaints).toEqual(['no mail']);
    expect(await readFile(logFile, 'utf8')).toBe('passage 2\n');
    expect(clouds.map(({ stopped, output }) => [stopped, output])).toEqual([
      [true, 'ready\npassage 1\npassage 2\n'],
      [false, 'ready\npassage 3\n'],
    ]);
  });

  it('ends the cloud that it has by then', async () => {
    const { arena, clouds } = await openWith(['no mail']);
    await arena.send();

    await arena.stop();

    expect(clouds.map(({ stopped }) => stopped)).toEqual([true, true]);
  });
});

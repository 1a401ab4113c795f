import { describe, expect, it } from '@jest/globals';
import { type ChaosOptions, runChaos } from '../../../local/chaos/chaos.ts';
import type { Blow } from '../../../local/chaos/faults.ts';
import type { Outcome } from '../../../local/chaos/passing.ts';
import { planAll } from '../../../local/chaos/plan.ts';

const point = 'register: SMTP mail #1';
const options: ChaosOptions = { seed: 5, all: false, short: false };
const onlyOne = { ...options, only: { point, mode: 'cut-after' } } as const;

function outcomeOf(blow: Blow | undefined, overrides: Partial<Outcome> = {}): Outcome {
  const outcome = { points: [point], struck: blow !== undefined, complaints: [], copies: 0, seconds: 1 };
  return { ...outcome, ...(blow && { blow }), ...overrides };
}

/** Runs with passages that end as `answer` says; gives the verdict, what was printed, and the blows in their order. */
async function run(answer: (blow: Blow | undefined, count: number) => Partial<Outcome>, chosen = options) {
  const printed: string[] = [];
  const blows: (Blow | undefined)[] = [];
  const send = async (blow?: Blow) => outcomeOf(blow, answer(blow, blows.push(blow)));
  const survived = await runChaos([{ send }], chosen, (text) => printed.push(text));
  return { survived, printed: printed.join('\n'), blows };
}

describe('a run of chaos', () => {
  it('strikes each call that the undisturbed flow makes', async () => {
    const { survived, printed, blows } = await run(() => ({}));

    expect(survived).toBe(true);
    expect(blows.slice(0, 2)).toEqual([undefined, undefined]);
    expect(blows.slice(2).map((blow) => blow?.mode)).toEqual(
      expect.arrayContaining(['cut-before', 'cut-after', 'kill-before', 'kill-after']),
    );
    expect(printed).toContain('1 calls, 5 points: 5 survived, 0 failed, 0 not reached');
    expect(printed).not.toContain('twice');
    expect(printed).toContain('seed 5');
  });

  it('fails when one point fails, goes on with the others, and says how to see it again', async () => {
    const complaints = ['mails: 2 of Welcome, not 1'];
    const { survived, printed } = await run((blow) => (blow?.mode === 'kill-after' ? { complaints } : {}));

    expect(survived).toBe(false);
    expect(printed).toContain('4 survived, 1 failed');
    expect(printed).toContain('mails: 2 of Welcome, not 1');
    expect(printed).toContain(`npm run test:chaos -- --only '${point} kill-after'`);
  });

  it('tries a point again that did not come up', async () => {
    const { survived, blows } = await run((blow, count) => (blow && count === 2 ? { struck: false } : {}), onlyOne);

    expect(survived).toBe(true);
    expect(blows).toHaveLength(3);
  });

  it('fails when a point never comes up', async () => {
    const { survived, printed, blows } = await run((blow) => (blow ? { struck: false } : {}), onlyOne);

    expect(survived).toBe(false);
    expect(blows).toHaveLength(4);
    expect(printed).toContain('0 survived, 0 failed, 1 not reached');
  });

  it('counts apart the mails that came twice where nobody could know', async () => {
    const { survived, printed } = await run((blow) => (blow ? { copies: 1 } : {}), onlyOne);

    expect(survived).toBe(true);
    expect(printed).toContain('the mail came twice');
  });

  it('shares the blows out among its clouds, and tells of them in the order of the plan', async () => {
    const printed: string[] = [];
    const allOthers = Promise.withResolvers<void>();
    const blows: Blow[][] = [[], []];
    const arena = (index: 0 | 1) => ({
      async send(blow?: Blow) {
        if (blow) blows[index]?.push(blow);
        // The first blow of the first cloud takes until the second cloud has dealt with all others.
        if (index === 0 && blow) await allOthers.promise;
        if (blows[1]?.length === 4) allOthers.resolve();
        return outcomeOf(blow);
      },
    });

    const survived = await runChaos([arena(0), arena(1)], options, (text) => printed.push(text));

    const plan = planAll([point], options);
    expect(survived).toBe(true);
    expect([blows[0], blows[1]]).toEqual([plan.slice(0, 1), plan.slice(1)]);
    expect(printed.slice(1, -1).map((row) => plan.findIndex(({ mode }) => row.includes(` ${mode} `)))).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });

  it('ends with the error of a cloud that cannot go on', async () => {
    const gone = async (blow?: Blow) => {
      if (blow) throw new Error('the cloud is gone');
      return outcomeOf(blow);
    };

    await expect(runChaos([{ send: gone }], options, () => {})).rejects.toThrow('the cloud is gone');
  });

  it('does not begin while the flow fails without any fault', async () => {
    await expect(run(() => ({ complaints: ['no mail'] }))).rejects.toThrow('without any fault:\nno mail');
  });
});

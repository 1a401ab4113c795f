import { describe, expect, it } from '@jest/globals';
import { later, minute, second } from '../../../lib/clock.ts';
import { DomainError } from '../../../lib/errors.ts';
import { type Clinic, createClinic } from '../../support/due/clinic.ts';
import { type Decision, faultsOf } from '../../support/due/judgement.ts';
import { newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createMortal, Killed } from '../../support/due/mortal.ts';
import { createTestTick } from '../../support/due/ticking.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { seededRandom } from '../../support/random.ts';
import { sizes } from '../../support/sizes.ts';

/** The minute in which all of them are due, from the beginning of the test. */
const from = 6 * minute;
/** The calls of a tick: the marks, eight stretches, of which each may have something to send, the marks, and none any more. */
const mostCalls = 1 + 8 + 8 + 1 + 1;

/** A reminder is scheduled some time before, and every second one is cancelled or moved at any time until its end. */
async function live(clinic: Clinic, number: number, random: () => number): Promise<Decision> {
  const { due, commit, time, clock } = clinic;
  const id = `reminder-${number}`;
  const anywhere = () => later(new Date(begun), from + Math.floor(minute * random()));
  const begun = clock().getTime() - time.now();
  let decision: Decision;
  let at = anywhere();
  await time.sleep(from * random() ** 0.3);
  await commit(due.schedule(reminderDue, newReminder(id, at)));
  decision = { id, at, decidedAt: clock(), cancelled: false };
  if (number % 2 === 1) return decision;
  // Many change their minds just when it is due.
  const left = at.getTime() - clock().getTime();
  await time.sleep(random() < 0.3 ? Math.max(0, left - 200 + 1_000 * random()) : Math.max(0, left * random()));
  at = anywhere();
  try {
    await commit(number % 4 === 0 ? due.cancel(reminderDue, id) : due.move(reminderDue, newReminder(id, at)));
    decision = { id, at, decidedAt: clock(), cancelled: number % 4 === 0 };
  } catch (error) {
    // It is done already, and then what was decided before stands.
    if (!(error instanceof DomainError) || error.code !== 'DUE_DONE') throw error;
  }
  return decision;
}

/** Ticks for some minutes: of three, two come late and die at a call; every second one comes twice at once. */
async function tickBadly(
  { database, send, clock, time }: Clinic,
  dyingCall: number,
  random: () => number,
): Promise<void> {
  for (let round = 0; round < 12; round++) {
    const dies = round % 3 > 0;
    const late = dies ? 40 * second * random() : 20 * second * random();
    await time.sleep(late);
    const ticks = Array.from({ length: round % 2 === 0 ? 2 : 1 }, () => {
      const mortal = createMortal(database, send, dies ? dyingCall : Number.POSITIVE_INFINITY);
      return createTestTick(mortal.database, mortal.send, clock)();
    });
    const endings = await Promise.allSettled(ticks);
    const errors = endings.flatMap((ending) => (ending.status === 'rejected' ? [ending.reason] : []));
    expect(errors.filter((error) => !(error instanceof Killed))).toEqual([]);
    await time.sleep(minute - late);
  }
}

async function run(dyingCall: number): Promise<{ clinic: Clinic; decisions: readonly Decision[] }> {
  const random = seededRandom(7 + dyingCall);
  // Now and then the index lags for half of the margin.
  const clinic = createClinic({ random, lag: () => (random() < 0.1 ? 15 : 0.5) * second });
  const numbers = Array.from({ length: sizes.dueItems }, (_, number) => number);
  const { result } = await withLogLines(() =>
    clinic.time.run(async () => {
      const [decisions] = await Promise.all([
        Promise.all(numbers.map((number) => live(clinic, number, random))),
        tickBadly(clinic, dyingCall, random),
      ]);
      await clinic.settle();
      return decisions;
    }),
  );
  return { clinic, decisions: result };
}

const calls = Array.from({ length: mostCalls }, (_, call) => call + 1);

describe(`${sizes.dueItems} that are due in one minute, half of them cancelled or moved`, () => {
  it.each(calls)('come once and in time where ticks are doubled, late, and die at their call %d', async (call) => {
    const { clinic, decisions } = await run(call);

    expect(faultsOf(decisions, clinic.effects)).toEqual([]);
  });
});

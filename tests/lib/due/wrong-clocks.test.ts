import { describe, expect, it } from '@jest/globals';
import { day, later, minute, second } from '../../../lib/clock.ts';
import { type Clinic, createClinic } from '../../support/due/clinic.ts';
import { type Decision, faultsOf } from '../../support/due/judgement.ts';
import { newReminder, reminderDue } from '../../support/due/kinds.ts';
import { createTestTick } from '../../support/due/ticking.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { seededRandom } from '../../support/random.ts';

/** A clinic with a tick each minute, by a clock that may be wrong, and what was decided in it. */
function createDesk() {
  const clinic = createClinic({ random: seededRandom(3) });
  const { due, commit, clock, time, database, send } = clinic;
  const decisions: Decision[] = [];
  return {
    ...{ clinic, decisions },
    async schedule(id: string, at: Date): Promise<void> {
      decisions.push({ id, at, decidedAt: clock(), cancelled: false });
      await commit(due.schedule(reminderDue, newReminder(id, at)));
    },
    async ticks(count: number, wrongBy = 0): Promise<void> {
      for (let tick = 0; tick < count; tick++) {
        await createTestTick(database, send, () => later(clock(), wrongBy))();
        await time.sleep(minute);
      }
    },
  };
}

type Desk = ReturnType<typeof createDesk>;

/** Runs a scene to its end, and answers what was wrong with what became of its decisions. */
async function faultsIn(scene: (desk: Desk, clinic: Clinic) => Promise<void>): Promise<string[]> {
  const desk = createDesk();
  const { clinic, decisions } = desk;
  await withLogLines(() =>
    clinic.time.run(async () => {
      await desk.ticks(2);
      await scene(desk, clinic);
      await clinic.settle();
    }),
  );
  return faultsOf(decisions, clinic.effects);
}

/** Schedules what is due each 20 seconds in the next minutes. */
async function scheduleMany({ schedule, clinic }: Desk, count = 36): Promise<void> {
  for (let number = 0; number < count; number++)
    await schedule(`r${number}`, later(clinic.clock(), 45 * second + number * 20 * second));
}

describe('what is due', () => {
  it.each([91, 300, 600, 3_600])('comes once and in time after a tick by a clock %d s ahead', async (seconds) => {
    const faults = await faultsIn(async (desk, { database, send, clock, time }) => {
      await createTestTick(database, send, () => later(clock(), seconds * second))();
      await scheduleMany(desk);
      await time.sleep(minute);
      await desk.ticks(16);
    });

    expect(faults).toEqual([]);
  });

  it.each([35, 60, 90])('is not lost after a tick by a clock %d s ahead, which may be one of now', async (seconds) => {
    const faults = await faultsIn(async (desk, { database, send, clock, time }) => {
      await createTestTick(database, send, () => later(clock(), seconds * second))();
      await scheduleMany(desk);
      await time.sleep(minute);
      await desk.ticks(16);
    });

    expect(faults.filter((fault) => !/came [67]\d{4} ms late/.test(fault))).toEqual([]);
  });

  it('is not lost after three ticks by a clock ten minutes ahead, nor what was scheduled between them', async () => {
    const faults = await faultsIn(async (desk) => {
      await scheduleMany(desk, 3);
      await desk.ticks(1, 10 * minute);
      await desk.schedule('between', later(desk.clinic.clock(), 5 * minute));
      await desk.ticks(2, 10 * minute);
      for (let at = 1; at <= 30; at++) await desk.schedule(`after-${at}`, later(desk.clinic.clock(), at * 30 * second));
      await desk.ticks(20);
    });

    expect(faults).toEqual([]);
  });

  it.each([20, 100, 600])('is not lost, nor early, after three ticks by a clock %d s behind', async (seconds) => {
    const faults = await faultsIn(async (desk) => {
      await scheduleMany(desk);
      await desk.ticks(3, -seconds * second);
      await desk.ticks(16);
    });

    expect(faults.filter((fault) => !fault.endsWith('late'))).toEqual([]);
  });

  it('is handed over once where the clocks of ticks differ by half a minute', async () => {
    const faults = await faultsIn(async (desk, { messages, database, send, clock }) => {
      await desk.schedule('r', later(clock(), 4.5 * minute));
      for (let round = 0; round < 8; round++) {
        await createTestTick(database, send, () => later(clock(), 29 * second))();
        await desk.ticks(1);
      }
      expect(messages()).toBe(1);
    });

    expect(faults).toEqual([]);
  });

  it.each([31.5, 400])('is done though no tick came for %d days', async (days) => {
    const faults = await faultsIn(async (desk, { time }) => {
      await desk.schedule('r', later(desk.clinic.clock(), day));
      await time.sleep(days * day);
      await desk.ticks(3);
    });

    expect(faults).toEqual([expect.stringContaining('ms late')]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHolds } from '../../../../../lib/domains/clinic/appointments/holds.ts';
import { createSlotViewing } from '../../../../../lib/domains/clinic/appointments/slots.ts';
import { DomainError } from '../../../../../lib/errors.ts';
import {
  aDoctor,
  appointmentsOn,
  createAppointments,
  everyDay,
  plantDoctor,
} from '../../../../support/appointments.ts';
import { bookingDisagreements } from '../../../../support/booking-ledger.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { type Blow, Cut, createCutDatabase } from '../../../../support/cut-database.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createModelledDay } from '../../../../support/modelled-day.ts';
import { memberOf } from '../../../../support/patients.ts';
import { createTestPlatform } from '../../../../support/platform.ts';
import { sizes } from '../../../../support/sizes.ts';

const staff = memberOf('staff');
/** Monday, from eight to six on the wall of New York, in summer time. */
const opens = Date.parse('2026-03-16T12:00:00.000Z');
const closes = Date.parse('2026-03-16T22:00:00.000Z');
const paces = [
  { slotMinutes: 25, bufferMinutes: 5 },
  { slotMinutes: 55, bufferMinutes: 5 },
  { slotMinutes: 15, bufferMinutes: 0 },
].map((pace) => ({ opens, closes, ...pace }));

/** What somebody does next; the numbers choose which slot, patient, appointment or hold. */
interface Step {
  readonly kind: 'book' | 'bookHeld' | 'cancel' | 'move' | 'hold' | 'release' | 'wait' | 'pace';
  readonly one: number;
  readonly other: number;
  readonly blow: Blow | undefined;
}

const blow = fc.option(fc.record({ write: fc.integer({ min: 1, max: 2 }), after: fc.boolean() }), {
  nil: undefined,
  freq: 3,
});
const kinds = [
  'book',
  'book',
  'book',
  'bookHeld',
  'cancel',
  'move',
  'move',
  'hold',
  'release',
  'wait',
  'pace',
] as const;
const steps = fc.array(
  fc.record({ kind: fc.constantFrom(...kinds), one: fc.nat(10_000), other: fc.nat(10_000), blow }),
  { minLength: sizes.modelledSteps, maxLength: sizes.modelledSteps },
);

async function createWorld() {
  const database = createMemoryDatabase();
  const clock = createTestClock('2026-03-09T12:00:00.000Z');
  const cuts = createCutDatabase(database);
  const calm = await createAppointments(database, createTestPlatform(database, { clock }));
  const patients = [];
  for (let count = 0; count < 4; count++) patients.push((await calm.patients.register()).id);
  const platform = createTestPlatform(cuts.database, { clock });
  return {
    ...{ database, clock, cuts, patients, model: createModelledDay() },
    ...appointmentsOn(platform, calm.patients.keys),
    holding: createHolds(platform),
    slots: createSlotViewing(calm),
  };
}

type World = Awaited<ReturnType<typeof createWorld>>;

/** What became of a request: its answer, the code of its refusal, or nothing where the process ended. */
async function outcomeOf<R>({ cuts }: World, cut: Blow | undefined, work: () => Promise<R>) {
  cuts.begin(cut);
  try {
    return { done: await work() };
  } catch (error) {
    if (error instanceof Cut) return 'cut' as const;
    if (error instanceof DomainError) return error.code;
    throw error;
  } finally {
    cuts.begin(undefined);
  }
}

const idsIn = ({ database }: World, entity: string) =>
  new Set(database.itemsOf('clinic').flatMap((item) => (item.entity === entity ? [String(item.id)] : [])));

/**
 * Makes a request that makes something new of an entity, and holds its answer to the model’s; answers the id of what was made, also
 * where the process ended before it could be told.
 */
async function making(
  world: World,
  { entity, blow: cut, refusal }: { entity: string; blow: Blow | undefined; refusal: string | undefined },
  work: () => Promise<unknown>,
): Promise<string | undefined> {
  const before = idsIn(world, entity);
  const outcome = await outcomeOf(world, cut, work);
  const made = [...idsIn(world, entity)].filter((id) => !before.has(id));
  if (typeof outcome === 'object') expect([refusal, made.length]).toEqual([undefined, 1]);
  else if (outcome === 'cut') expect(made.length).toBeLessThanOrEqual(refusal === undefined ? 1 : 0);
  else expect([outcome, made]).toEqual([refusal, []]);
  return made[0];
}

/** Makes a request that changes what is there; `isDone` tells by what is stored whether it came to it, where the process ended. */
async function changing(
  world: World,
  { blow: cut, refusal, isDone }: { blow: Blow | undefined; refusal: string | undefined; isDone: () => boolean },
  work: () => Promise<unknown>,
): Promise<boolean> {
  const outcome = await outcomeOf(world, cut, work);
  if (outcome === 'cut') return refusal === undefined && isDone();
  expect(typeof outcome === 'object' ? undefined : outcome).toBe(refusal);
  return refusal === undefined;
}

const itemOf = ({ database }: World, pk: string) => database.itemsOf('clinic').find((item) => item.pk === pk);
const iso = (instant: number) => new Date(instant).toISOString();

async function take(world: World, { kind, one, other, blow }: Step, pace: (typeof paces)[number]): Promise<void> {
  const { model, clock } = world;
  const now = clock().getTime();
  const count = Math.floor((closes - opens) / ((pace.slotMinutes + pace.bufferMinutes) * 60_000));
  const start = opens + (one % count) * (pace.slotMinutes + pace.bufferMinutes) * 60_000;
  const patientId = String(world.patients[other % world.patients.length]);
  const [known, held] = [[...model.appointments.keys()], [...model.holds.keys()]];
  const [id = aDoctor, holdId] = [known[other % known.length], held[other % held.length]];

  if (kind === 'book' || (kind === 'bookHeld' && holdId !== undefined)) {
    const byHold =
      kind === 'bookHeld' && holdId ? { holdId, start: model.holds.get(holdId)?.start ?? start } : { start };
    const wish = { patientId, ...byHold };
    const refusal = model.refusalOfBooking(wish, pace, now);
    const made = await making(world, { entity: 'appointment', blow, refusal }, () =>
      world.booking.book(staff, { ...wish, doctorId: aDoctor, start: iso(wish.start), reason: 'Cough' }),
    );
    if (made) model.book(made, wish, pace);
  }
  if (kind === 'move' && known.length > 0) {
    const refusal = model.refusalOfMove(id, start, pace, now);
    const sequence = itemOf(world, `APPOINTMENT#${id}`)?.sequence;
    const isDone = () => itemOf(world, `APPOINTMENT#${id}`)?.sequence !== sequence;
    const move = () => world.rescheduling.reschedule(staff, id, { start: iso(start) });
    if (await changing(world, { blow, refusal, isDone }, move)) model.move(id, start, pace);
  }
  if (kind === 'cancel' && known.length > 0) {
    const refusal = model.refusalOfCancel(id);
    const isDone = () => itemOf(world, `APPOINTMENT#${id}`)?.status === 'cancelled';
    if (await changing(world, { blow, refusal, isDone }, () => world.transitions.cancel(staff, id, {})))
      model.cancel(id);
  }
  if (kind === 'hold') {
    const refusal = model.refusalOfHold(start, pace, now);
    const made = await making(world, { entity: 'hold', blow, refusal }, () =>
      world.holding.hold(staff, { doctorId: aDoctor, start: iso(start) }),
    );
    if (made) model.hold(made, start, Date.parse(String(itemOf(world, `HOLD#${made}`)?.endsAt)), pace);
  }
  if (kind === 'release' && holdId !== undefined) {
    const refusal = model.refusalOfRelease(holdId, now);
    const isDone = () => itemOf(world, `HOLD#${holdId}`) === undefined;
    const release = () => world.holding.release(staff, holdId);
    if (await changing(world, { blow, refusal, isDone }, release)) model.release(holdId);
  }
  if (kind === 'wait') clock.advance((one % 180) + 1);
}

/** Holds what is stored to the model: the same appointments, no cell lost or doubled, and the same slots free. */
async function agree(world: World, pace: (typeof paces)[number]): Promise<void> {
  const { database, model, slots, clock } = world;
  const stored = database.itemsOf('clinic').filter(({ entity }) => entity === 'appointment');
  const told = stored.map(({ id, start, end, status }) => [id, start, end, status]);
  const wanted = [...model.appointments].map(([id, { start, end, status }]) => [id, iso(start), iso(end), status]);
  expect(told.sort()).toEqual(wanted.sort());
  expect(bookingDisagreements(database)).toEqual([]);
  const offered = await slots.list(staff, aDoctor, { from: iso(opens), to: iso(closes) });
  expect(offered.data.map(({ start }) => start)).toEqual(model.free(pace, clock().getTime()).map(iso));
}

describe('a day of one doctor', () => {
  it(`is as the model says after each of ${sizes.modelledSteps} steps, of which some are cut in the middle`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const world = await createWorld();
        let pace = paces[0] as (typeof paces)[number];
        plantDoctor(world.database, { schedule: { ...everyDay, ...scheduleOf(pace) } });
        for (const step of sequence) {
          if (step.kind === 'pace') {
            pace = paces[step.one % paces.length] ?? pace;
            plantDoctor(world.database, { schedule: { ...everyDay, ...scheduleOf(pace) } });
          }
          await take(world, step, pace);
          await agree(world, pace);
        }
      }),
      { numRuns: sizes.modelledDays, seed: 14, endOnFailure: true },
    );
  }, 600_000);
});

function scheduleOf({ slotMinutes, bufferMinutes }: (typeof paces)[number]) {
  return { slotMinutes, bufferMinutes };
}

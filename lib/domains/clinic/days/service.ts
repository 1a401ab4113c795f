import type { Reference } from '../../../data/read.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { cellMilliseconds, cellsOf, dayOf, daysOf, longestVisit, type Stretch } from './cells.ts';
import { bookedFor, heldBy, isFree, type Occupant } from './occupants.ts';
import { byDate, changeCells, type Day, dayAt, everyCell, type Owner, queryDays, releaseHeld } from './repository.ts';
import { enterInRoster } from './roster-repository.ts';

/** When an appointment is, in milliseconds since 1970; the doctor sees nobody else until `busyUntil`. */
export interface Time {
  readonly start: number;
  readonly end: number;
  readonly busyUntil: number;
}

/** A patient who is with a doctor, as the days of both know it. */
export interface Visit extends Time {
  readonly appointmentId: string;
  readonly clinicId: string;
  readonly doctorId: string;
  readonly patientId: string;
}

/** A slot that a hold keeps. */
export interface HeldSlot extends Time {
  readonly holdId: string;
  readonly doctorId: string;
  readonly expiresAt: string;
}

/** The errors of cells that somebody has: of the doctor, and of the patient. */
export interface Refusals {
  readonly taken: () => Error;
  readonly busy: () => Error;
}

interface BookingOptions extends Refusals {
  readonly now: number;
  /** The hold by which the slot was kept until now. */
  readonly held?: HeldSlot | undefined;
}

/** The days by their dates, as they were read. */
export type Days = ReadonlyMap<string, Day>;

/** The stretch in which a visit lies, with its buffer, that begins at an instant. */
export function stretchFrom(start: number): Stretch {
  return { from: start, to: start + longestVisit };
}

/** Refers to the days of UTC of a stretch, of a doctor or a patient, to be read together with others. */
export function daysAt(owner: Owner, ownerId: string, stretch: Stretch): Reference<Day>[] {
  return daysOf(stretch).map((day) => dayAt(owner, ownerId, day));
}

/** The days of somebody among what was read together, by their dates. */
export function daysAmong(found: readonly (object | undefined)[], ownerId: string): Days {
  return byDate(
    found.filter((each): each is Day => each !== undefined && 'ownerId' in each && each.ownerId === ownerId),
  );
}

/** Makes what reads the days of all that begins in a stretch, by one query for each megabyte. */
export function createDaySearch({ read }: Pick<Platform, 'read'>) {
  return async (owner: Owner, ownerId: string, { from, to }: Stretch): Promise<Days> =>
    byDate(await queryDays({ read }, owner, ownerId, { from: dayOf(from), to: dayOf(to + longestVisit) }));
}

/** The writes by which a visit has its cells, of the doctor’s days and of the patient’s; throws the errors of `taken` and `busy`. */
export function bookVisit(visit: Visit, { now, held, taken, busy }: BookingOptions): Write[] {
  const by = held && heldBy(held);
  const { doctorId, patientId, appointmentId } = visit;
  const whose = bookedFor(appointmentId);
  return [
    ...changeCells(
      'doctor',
      doctorId,
      { take: { ...ofDoctor(visit), ...whose, bufferFrom: visit.end, heldBy: by } },
      { now, taken },
    ),
    ...changeCells('patient', patientId, { take: { ...ofPatient(visit), ...whose } }, { now, taken: busy }),
    enterInRoster(visit),
  ];
}

/** The writes by which a visit has other cells in place of those that it has, which may be some of the same; throws as `bookVisit` does. */
export function moveVisit(visit: Visit, to: Time, { now, taken, busy }: Omit<BookingOptions, 'held'>): Write[] {
  const { doctorId, patientId, appointmentId } = visit;
  const whose = bookedFor(appointmentId);
  const doctor = { release: ofDoctor(visit), take: { ...ofDoctor(to), ...whose, bufferFrom: to.end } };
  const patient = { release: ofPatient(visit), take: { ...ofPatient(to), ...whose } };
  return [
    ...changeCells('doctor', doctorId, doctor, { now, taken }),
    ...changeCells('patient', patientId, patient, { now, taken: busy }),
    enterInRoster(visit),
  ];
}

/** The writes by which a visit gives up its cells, for the transaction that demands that it has them. */
export function freeVisit(visit: Visit): Write[] {
  return [
    ...changeCells('doctor', visit.doctorId, { release: ofDoctor(visit) }, unconditionally),
    ...changeCells('patient', visit.patientId, { release: ofPatient(visit) }, unconditionally),
  ];
}

/** The writes by which a visit that is over is looked for by nobody: its cells stay as they are, but name it no longer. */
export function settleVisit(visit: Visit): Write[] {
  const first = { from: visit.start, to: visit.start + cellMilliseconds };
  const { others, buffer } = bookedFor(visit.appointmentId);
  // The mark of a buffer, since what ends where this begins would seem to go on by any other.
  const change = { release: first, take: { ...first, first: buffer, others, buffer } };
  return [
    ...changeCells('doctor', visit.doctorId, change, unconditionally),
    ...changeCells('patient', visit.patientId, change, unconditionally),
  ];
}

/** The writes by which a hold has the cells of a slot; throws the error of `taken`. */
export function holdSlot(slot: HeldSlot, options: { readonly now: number; readonly taken: () => Error }): Write[] {
  const by = heldBy(slot);
  return changeCells(
    'doctor',
    slot.doctorId,
    { take: { ...ofDoctor(slot), first: by, others: by, buffer: by } },
    options,
  );
}

/** The writes by which a hold gives up its cells; throws the error of `lost` where it has them no longer. */
export function releaseSlot(slot: HeldSlot, lost: () => Error): Write[] {
  return releaseHeld(slot.doctorId, { ...ofDoctor(slot), heldBy: heldBy(slot) }, lost);
}

/** Whether a doctor is free for a slot at an instant, or a hold keeps it, by the days as they were read. */
export function isDoctorFree(days: Days, slot: Time, now: number, held?: HeldSlot): boolean {
  const by = held && heldBy(held);
  const meets = (occupant: Occupant | undefined) => (by === undefined ? isFree(occupant, now) : occupant === by);
  return everyCell(days, ofDoctor(slot), meets);
}

/** Whether a patient is free at an instant for all of a slot. */
export function isPatientFree(days: Days, slot: Time, now: number): boolean {
  return everyCell(days, ofPatient(slot), (occupant) => isFree(occupant, now));
}

/** The days as they would be without a visit, which is to be moved; `days` are the doctor’s, or the patient’s. */
export function withoutVisit(days: Days, visit: Visit): Days {
  const own = new Map(cellsOf(ofDoctor(visit)).map(({ day, cells }) => [day, new Set<string>(cells)]));
  return new Map([...days].map(([date, day]) => [date, without(day, own.get(date))]));
}

function without(day: Day, cells: ReadonlySet<string> | undefined): Day {
  return Object.fromEntries(Object.entries(day).filter(([field]) => !cells?.has(field))) as Day;
}

function ofDoctor({ start, busyUntil }: Time): Stretch {
  return { from: start, to: busyUntil };
}

function ofPatient({ start, end }: Time): Stretch {
  return { from: start, to: end };
}

/** What only gives up cells, or writes over its own, demands nothing. */
const unconditionally = {
  now: 0,
  taken: () => new Error('Cells were refused that demand nothing'),
};

import { expect } from '@jest/globals';
import type { Reader, Reference } from '../../../lib/data/read.ts';
import { createBooking } from '../../../lib/domains/clinic/appointments/booking.ts';
import {
  aDoctor,
  appointmentsOn,
  createAppointments,
  everyDay,
  mondayAtNine,
  plantDoctor,
} from '../../support/appointments.ts';
import { bookingDisagreements } from '../../support/booking-ledger.ts';
import { memberOf } from '../../support/patients.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { eventsOf } from '../../support/race-items.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';
import { isFullSize, sizes } from '../../support/sizes.ts';

const staff = memberOf('staff');

/** The services as they are prepared, and as all rivals have them in one process; with patients. */
async function two({ database, calm, rivals }: Course, patients: number) {
  const rootKey = createTestRootKey();
  const keys = createRecordKeys(calm, { rootKey, held: ['clinics'] });
  await keys.rotate();
  const prepared = await createAppointments(database, calm, keys);
  const ids: string[] = [];
  for (let number = 0; number < patients; number++) ids.push((await prepared.patients.register()).id);
  const raced = appointmentsOn(rivals, createRecordKeys(rivals, { rootKey, held: ['clinics'] }));
  return { prepared, raced, ids };
}

const start = Date.parse(mondayAtNine);
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const agree = (end: Course) => expect(bookingDisagreements(end.database)).toEqual([]);

/** What each rival books, for a patient of their own. */
const bookingOf =
  ({ raced, ids }: Awaited<ReturnType<typeof two>>, startOf: (rival: number) => string) =>
  (rival: number) =>
    raced.booking.book(staff, {
      doctorId: aDoctor,
      patientId: String(ids[rival]),
      start: startOf(rival),
      reason: 'Cough',
    });

/** Three in the afternoon of the same day, which lies in what each rival wants. */
const disputed = 6 * 60;

/**
 * Books for a rival by a schedule of their own: of a doctor whose slots are made longer all the time, each request meets another
 * length. All of them begin at another time, and hold the disputed one.
 */
function overlapping({ raced, ids }: Awaited<ReturnType<typeof two>>) {
  return (rival: number) => {
    const before = 5 * (rival % 40);
    const start = at(disputed - before);
    const schedule = { ...everyDay, slotMinutes: Math.min(235, before + 5 + 5 * (rival % 7)) };
    const weekly = everyDay.weekly.map((each) => ({ ...each, from: wallTimeOf(disputed - before) }));
    const read = withSchedule(raced.read, { ...schedule, weekly });
    const booking = createBooking({ ...raced, read });
    return booking.book(staff, { doctorId: aDoctor, patientId: String(ids[rival]), start, reason: 'Cough' });
  };
}

/** The time on the clinic’s wall so many minutes after nine. */
const wallTimeOf = (minutes: number) => new Date((9 * 60 + minutes) * 60_000).toISOString().slice(11, 16);

/** Reads as is read, but for the schedule of doctors. */
const withSchedule = (read: Reader, schedule: typeof everyDay): Reader => ({
  ...read,
  findTogether: (async (references: readonly Reference<unknown>[]) =>
    (await read.findTogether(references)).map((each) =>
      each && 'specialities' in Object(each) ? { ...Object(each), schedule } : each,
    )) as Reader['findTogether'],
});

describeRaces(
  [
    {
      service: 'booking of one slot for patients of their own',
      wins: 1,
      refusals: ['SLOT_TAKEN'],
      looksAgain: true,
      prepare: async (course) => bookingOf(await two(course, sizes.rivals), () => mondayAtNine),
      holds: (end) => {
        agree(end);
        expect(eventsOf(end, 'appointment.booked')).toHaveLength(1);
      },
    },
    {
      service: 'booking of slots of other lengths that overlap, for patients of their own',
      wins: 1,
      refusals: ['SLOT_TAKEN'],
      looksAgain: true,
      prepare: async (course) => overlapping(await two(course, sizes.rivals)),
      holds: agree,
    },
  ],
  { rounds: sizes.bookingRounds, shares: isFullSize ? [0, 0.3, 0.9] : [0.9] },
);

describeRaces([
  {
    service: 'booking of slots of a doctor, each of its own',
    wins: 'all',
    prepare: async (course) => {
      const course2 = await two(course, sizes.rivals);
      plantDoctor(course.database, { schedule: { ...everyDay, slotMinutes: 5 } });
      // Ten hours of slots of five minutes a day.
      return bookingOf(course2, (rival) => at(Math.floor(rival / 100) * 24 * 60 + (rival % 100) * 5));
    },
    holds: agree,
  },
  {
    service: 'booking of one patient with doctors of their own at one time',
    wins: 1,
    refusals: ['PATIENT_BUSY'],
    looksAgain: true,
    prepare: async (course) => {
      const { raced, ids } = await two(course, 1);
      const doctorOf = (rival: number) => `019a0000-0000-7000-8000-00000000d${String(rival).padStart(3, '0')}`;
      for (let rival = 0; rival < sizes.rivals; rival++) plantDoctor(course.database, { id: doctorOf(rival) });
      return (rival) =>
        raced.booking.book(staff, {
          doctorId: doctorOf(rival),
          patientId: String(ids[0]),
          start: mondayAtNine,
          reason: 'Cough',
        });
    },
    holds: agree,
  },
  {
    service: 'moves of appointments to one slot',
    wins: 1,
    refusals: ['SLOT_TAKEN'],
    looksAgain: true,
    prepare: async (course) => {
      const { prepared, raced, ids } = await two(course, sizes.rivals);
      plantDoctor(course.database, { schedule: { ...everyDay, slotMinutes: 5 } });
      const booked: string[] = [];
      for (const [rival, patientId] of ids.entries()) {
        const { id } = await prepared.book({
          patientId,
          start: at(Math.floor(rival / 100) * 24 * 60 + (rival % 100) * 5),
        });
        booked.push(id);
      }
      return (rival) => raced.rescheduling.reschedule(staff, String(booked[rival]), { start: at(3 * 24 * 60) });
    },
    holds: agree,
  },
  {
    service: 'moves and cancellations of one appointment',
    wins: 'some',
    refusals: ['ILLEGAL_TRANSITION', 'CONCURRENT_CHANGE', 'SLOT_TAKEN'],
    busy: 0.5,
    prepare: async (course) => {
      const { prepared, raced, ids } = await two(course, 1);
      const { id } = await prepared.book({ patientId: String(ids[0]) });
      return (rival) =>
        rival === 3
          ? raced.transitions.cancel(staff, id, {})
          : raced.rescheduling.reschedule(staff, id, { start: at((rival % 16) * 30) });
    },
    holds: agree,
  },
]);

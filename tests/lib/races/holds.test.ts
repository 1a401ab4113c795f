import { expect } from '@jest/globals';
import { aDoctor, appointmentsOn, mondayAtNine } from '../../support/appointments.ts';
import { memberOf } from '../../support/patients.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { eventsOf } from '../../support/race-items.ts';
import { createWaiting, waitingOn } from '../../support/waiting.ts';

const staff = memberOf('staff');
const somebody = (rival: number) =>
  memberOf('user', undefined, `019a0000-0000-7000-8000-00000000${String(rival).padStart(4, '0')}`);
const halfHour = (rival: number) => new Date(Date.parse(mondayAtNine) + rival * 1_800_000).toISOString();

/** A clinic with patients, and the services of all who race. */
async function arrange({ database, calm, rivals }: Course) {
  const waiting = await createWaiting(database, calm);
  const patientId = (await waiting.patients.register()).id;
  const services = { ...appointmentsOn(rivals, waiting.patients.keys), ...waitingOn(rivals) };
  return { waiting, patientId, services };
}

const itemsOf = ({ database }: Course, entity: string) =>
  database.itemsOf('clinic').filter((item) => item.entity === entity);

describeRaces([
  {
    service: 'holds and bookings of one slot',
    wins: 1,
    refusals: ['SLOT_TAKEN', 'CONCURRENT_CHANGE'],
    looksAgain: true,
    prepare: async (course) => {
      const { waiting, services } = await arrange(course);
      const patients = new Map<number, string>();
      for (let rival = 1; rival < 20; rival += 2) patients.set(rival, (await waiting.patients.register()).id);
      return (rival) => {
        const patientId = patients.get(rival % 20);
        return patientId === undefined
          ? services.holds.hold(somebody(rival), { doctorId: aDoctor, start: mondayAtNine })
          : services.booking.book(staff, { doctorId: aDoctor, patientId, start: mondayAtNine, reason: 'Cough' });
      };
    },
    holds: (end) => expect(itemsOf(end, 'hold').length + eventsOf(end, 'appointment.booked').length).toBe(1),
  },
  {
    service: 'holds of one person, each of another slot',
    wins: 3,
    // There are fewer slots than rivals.
    refusals: ['TOO_MANY_HOLDS', 'SLOT_TAKEN', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { services } = await arrange(course);
      return (rival) => services.holds.hold(staff, { doctorId: aDoctor, start: halfHour(rival % 16) });
    },
    holds: (end) => {
      expect(itemsOf(end, 'hold')).toHaveLength(3);
      expect(itemsOf(end, 'holder')).toMatchObject([{ held: [{}, {}, {}] }]);
    },
  },
  {
    service: 'the use of one hold and its release',
    wins: 1,
    refusals: ['HOLD_EXPIRED', 'HOLD_NOT_FOUND', 'CONCURRENT_CHANGE', 'PATIENT_BUSY'],
    prepare: async (course) => {
      const { waiting, patientId, services } = await arrange(course);
      const { holdId } = await waiting.holds.hold(staff, { doctorId: aDoctor, start: mondayAtNine });
      const wish = { doctorId: aDoctor, patientId, start: mondayAtNine, reason: 'Cough', holdId };
      return (rival) => (rival % 2 === 0 ? services.booking.book(staff, wish) : services.holds.release(staff, holdId));
    },
    holds: (end) => {
      expect(itemsOf(end, 'hold')).toEqual([]);
      expect(itemsOf(end, 'holder')).toMatchObject([{ held: [] }]);
    },
  },
]);

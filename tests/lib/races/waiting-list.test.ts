import { expect } from '@jest/globals';
import { dueItems, eventOfDue } from '../../../lib/due/due-item.ts';
import { claim } from '../../../lib/messaging/claims.ts';
import { aDoctor, appointmentsOn, mondayAtNine } from '../../support/appointments.ts';
import { memberOf } from '../../support/patients.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { eventsOf } from '../../support/race-items.ts';
import { createWaiting, freed, offered, thatWeek, waitingOn } from '../../support/waiting.ts';

const staff = memberOf('staff');

/** Two who wait, and the services of all who race. */
async function arrange({ database, calm, rivals }: Course) {
  const waiting = await createWaiting(database, calm);
  const [ada, grace] = [(await waiting.patients.register()).id, (await waiting.patients.register()).id];
  return { waiting, ada, grace, services: { ...appointmentsOn(rivals, waiting.patients.keys), ...waitingOn(rivals) } };
}

const itemsOf = ({ database }: Pick<Course, 'database'>, entity: string) =>
  database.itemsOf('clinic').filter((item) => item.entity === entity);

describeRaces([
  {
    service: 'a freed slot, told of many times: one offer',
    wins: 1,
    refusals: ['ALREADY_DONE', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { waiting, ada, grace, services } = await arrange(course);
      await waiting.join({ patientId: ada });
      await waiting.join({ patientId: grace });
      const cancelled = await freed(waiting);
      const claimed = () => claim({ consumer: 'waiting-list', eventId: cancelled.id }, course.calm.clock());
      return () => services.offerFreedTime(cancelled, claimed);
    },
    holds: (end) => {
      expect(eventsOf(end, 'waiting-list.offered')).toHaveLength(1);
      expect(itemsOf(end, 'hold')).toHaveLength(1);
    },
  },
  {
    service: 'an offer that is booked, declined and comes to its end: one of them',
    wins: 'some',
    refusals: ['HOLD_EXPIRED', 'HOLD_NOT_FOUND', 'ALREADY_DONE', 'NO_LONGER_DUE', 'CONCURRENT_CHANGE', 'PATIENT_BUSY'],
    prepare: async (course) => {
      const { waiting, ada, grace, services } = await arrange(course);
      const { holdId } = await offered(waiting, ada);
      await waiting.join({ patientId: grace });
      const [due] = course.database.itemsOf('platform').filter(({ type }) => type === 'waiting-list.offer-over');
      const item = due && dueItems.fromItem(due, course.calm.clock());
      if (!item) throw new Error('Nothing is due');
      // The worker’s clock is ahead of the others’, for whom the offer is not over yet.
      const ahead = () => new Date(course.calm.clock().getTime() + 1_000);
      course.calm.clock.advance(599.5);
      const over = waitingOn({ ...course.rivals, clock: Object.assign(ahead, { advance: course.calm.clock.advance }) });
      const wish = { doctorId: aDoctor, patientId: ada, start: mondayAtNine, reason: 'Cough', holdId };
      const ways = [
        () => services.booking.book(staff, wish),
        () => services.holds.release(staff, holdId),
        () =>
          over.offerFreedTime(eventOfDue(item) as never, () =>
            claim({ consumer: 'none', eventId: item.eventId }, ahead()),
          ),
      ];
      return async (rival) => ways[rival % ways.length]?.();
    },
    // Booked, it is offered to nobody else; otherwise the next has it, or will have it by the event.
    holds: (end) => {
      const [booked = 0, offers = 0, passedOn = 0] = [
        'appointment.booked',
        'waiting-list.offered',
        'waiting-list.passed-on',
      ].map((type) => eventsOf(end, type).length);
      // One was booked, cancelled and offered before.
      expect(booked - 1 + Math.max(passedOn, offers - 1)).toBe(1);
    },
  },
  {
    service: 'entries of one patient: ten',
    wins: 'some',
    refusals: ['TOO_MANY_ENTRIES', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { waiting, ada, services } = await arrange(course);
      for (let nth = 0; nth < 8; nth++) await waiting.join({ patientId: ada });
      return () => services.waitingList.join(staff, { doctorId: aDoctor, patientId: ada, ...thatWeek });
    },
    holds: (end) => {
      expect(end.won).toHaveLength(2);
      expect(itemsOf(end, 'waiting-entry')).toHaveLength(10);
    },
  },
]);

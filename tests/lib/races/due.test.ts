import { expect } from '@jest/globals';
import { later, minute } from '../../../lib/clock.ts';
import { userVerified } from '../../../lib/domains/identity/events/accounts.ts';
import { claimDue, type DueEvent } from '../../../lib/due/demand.ts';
import { createDueItems } from '../../../lib/due/due-items.ts';
import { appointmentId, newReminder, reminderDue } from '../../support/due/kinds.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { eventsOf } from '../../support/race-items.ts';

/** What each change brings with it, so that it is a transaction as those of domains are. */
const events = [userVerified.of({ subject: `users/${appointmentId}`, data: { userId: appointmentId } })];
const itemOf = ({ database }: Pick<Course, 'database'>) =>
  database.itemsOf('platform').find(({ entity }) => entity === 'due');
const over = ['ALREADY_DONE', 'NO_LONGER_DUE', 'DUE_DONE', 'DUE_CANCELLED'];

/** Schedules a reminder; answers its event. */
async function scheduled({ calm }: Course): Promise<DueEvent> {
  const at = later(calm.clock(), minute);
  const due = createDueItems(calm);
  await calm.commit(due.schedule(reminderDue, newReminder('r1', at)).writes);
  const id = (await due.find(reminderDue, 'r1'))?.eventId ?? '';
  return { type: reminderDue.type, id, data: { due: { id: 'r1', at: at.toISOString() } } };
}

describeRaces([
  {
    service: 'copies of the message of what is due, and those who cancel it',
    wins: 1,
    refusals: over,
    prepare: async (course) => {
      const event = await scheduled(course);
      const due = createDueItems(course.rivals);
      return async (rival) => {
        const writes = rival % 2 === 0 ? [claimDue(event)] : due.cancel(reminderDue, 'r1').writes;
        await course.rivals.commit(writes, { events });
        return rival % 2 === 0 ? 'done' : 'cancelled';
      };
    },
    holds: (end) => {
      expect(itemOf(end)?.state).toBe(end.won[0]);
      expect(itemOf(end)).not.toHaveProperty('due');
      expect(eventsOf(end, 'user.verified')).toHaveLength(1);
    },
  },
  {
    service: 'copies of the message of what is due, and one who moves it',
    wins: 1,
    refusals: over,
    prepare: async (course) => {
      const event = await scheduled(course);
      const due = createDueItems(course.rivals);
      const moved = newReminder('r1', later(course.calm.clock(), 60 * minute));
      return async (rival) => {
        const writes = rival === 2 ? due.move(reminderDue, moved).writes : [claimDue(event)];
        await course.rivals.commit(writes, { events });
        return rival === 2 ? 'waiting' : 'done';
      };
    },
    holds: (end) => expect(itemOf(end)?.state).toBe(end.won[0]),
  },
  {
    service: 'those who schedule the same',
    wins: 1,
    refusals: ['DUE_WAITING'],
    prepare: async ({ calm, rivals }) => {
      const due = createDueItems(rivals);
      const at = later(calm.clock(), minute);
      return async () => {
        const plan = due.schedule(reminderDue, newReminder('r1', at));
        await rivals.commit(plan.writes, { events: plan.events });
      };
    },
    holds: (end) => {
      expect(eventsOf(end, reminderDue.type)).toHaveLength(1);
      expect(eventsOf(end, reminderDue.type)[0]?.pk).toBe(`EVENT#${itemOf(end)?.eventId}`);
    },
  },
]);

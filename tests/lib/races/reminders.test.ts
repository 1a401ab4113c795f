import { expect } from '@jest/globals';
import type { Action } from '../../../lib/data/database.ts';
import { createReminding } from '../../../lib/domains/clinic/appointments/reminding.ts';
import { appointmentReminderDue } from '../../../lib/domains/clinic/events/appointments.ts';
import { createDueItems } from '../../../lib/due/due-items.ts';
import type { EventOf } from '../../../lib/events/definition.ts';
import { appointmentsOn, createAppointments } from '../../support/appointments.ts';
import { memberOf } from '../../support/patients.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { eventsOf } from '../../support/race-items.ts';
import { createRecordKeys } from '../../support/record-keys.ts';

const staff = memberOf('staff');
/** From the clock of a test to the reminder of `mondayAtNine`: six days and more. */
const untilReminder = (Date.parse('2026-03-15T13:00:00.000Z') - Date.parse('2026-03-08T09:30:00.000Z')) / 1_000;
const wednesday = '2026-03-18T13:00:00.000Z';

/** An appointment of which the patient is to be reminded now, and the services of the rivals. */
async function due({ database, calm, rivals }: Course) {
  const prepared = await createAppointments(database, calm);
  const { id: patientId } = await prepared.patients.register();
  const { id } = await prepared.book({ patientId });
  const item = await createDueItems(calm).find(appointmentReminderDue, `${id}#0`);
  calm.clock.advance(untilReminder);
  const event = {
    ...{ id: item?.eventId, type: appointmentReminderDue.type },
    data: { appointmentId: id, sequence: 0, due: { id: `${id}#0`, at: item?.at } },
  } as EventOf<typeof appointmentReminderDue>;
  const keys = createRecordKeys(rivals, { rootKey: prepared.patients.keys.rootKey, held: ['clinics'] });
  const remind = createReminding({ ...rivals, read: slow(rivals) });
  return { id, raced: appointmentsOn(rivals, keys), remind: () => remind(event) };
}

/** Reads after which so much time passes that others have changed what was read. */
function slow({ read, sleep }: Course['rivals']): Course['rivals']['read'] {
  const find = async (...asked: Parameters<typeof read.find>) => {
    const found = await read.find(...asked);
    await sleep(10 + 20 * Math.random());
    return found;
  };
  return { ...read, find } as typeof read;
}

/** The types of the events that are stored, in the order in which they were committed. */
function toldIn({ database }: Course): string[] {
  const told: string[] = [];
  database.hooks.after = (operation, request) => {
    if (operation !== 'transact') return;
    for (const action of request as readonly Action[])
      if (action.kind === 'put' && action.table === 'events') told.push((action.item.event as { type: string }).type);
  };
  return told;
}

const over = ['ALREADY_DONE', 'NO_LONGER_DUE'];

/** A reminder, where there is one, was before the change of the appointment. */
function judge(end: Course, told: readonly string[], change: string): void {
  const [reminded, changed] = ['appointment.reminded', change].map(
    (type) => told.filter((each) => each === type).length,
  );
  expect(reminded).toBeLessThanOrEqual(1);
  expect(changed).toBe(1);
  expect(told.lastIndexOf('appointment.reminded')).toBeLessThan(told.indexOf(change));
  expect(eventsOf(end, 'appointment.reminded')).toHaveLength(reminded ?? 0);
}

const told = new WeakMap<object, string[]>();

describeRaces([
  {
    service: 'copies of a reminder',
    wins: 1,
    refusals: over,
    prepare: async (course) => {
      const { remind } = await due(course);
      return remind;
    },
    holds: (end) => expect(eventsOf(end, 'appointment.reminded')).toHaveLength(1),
  },
  {
    service: 'copies of a reminder, and those who cancel the appointment',
    wins: 'some',
    refusals: [...over, 'ILLEGAL_TRANSITION', 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { id, remind, raced } = await due(course);
      told.set(course.database, toldIn(course));
      return (rival) => (rival % 2 === 0 ? remind() : raced.transitions.cancel(staff, id, {}));
    },
    holds: (end) => judge(end, told.get(end.database) ?? [], 'appointment.cancelled'),
  },
  {
    service: 'copies of a reminder, and one who moves the appointment',
    wins: 'some',
    refusals: [...over, 'CONCURRENT_CHANGE'],
    prepare: async (course) => {
      const { id, remind, raced } = await due(course);
      told.set(course.database, toldIn(course));
      return (rival) => (rival === 3 ? raced.rescheduling.reschedule(staff, id, { start: wednesday }) : remind());
    },
    holds: async (end) => {
      judge(end, told.get(end.database) ?? [], 'appointment.rescheduled');
      const left = end.database.itemsOf('platform').filter(({ state }) => state === 'waiting');
      expect(left).toMatchObject([{ at: '2026-03-17T13:00:00.000Z', data: { sequence: 1 } }]);
    },
  },
]);

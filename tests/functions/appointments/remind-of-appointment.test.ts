import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/appointments/remind-of-appointment.ts';
import { createReminding } from '../../../lib/domains/clinic/appointments/reminding.ts';
import { dueItems, eventOfDue } from '../../../lib/due/due-item.ts';
import { type Appointments, aDoctor, createAppointments, mondayAtNine } from '../../support/appointments.ts';
import { northClinic } from '../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { memberOf } from '../../support/patients.ts';
import { resetCalls } from '../../support/people.ts';
import { createMemoryTools, deliver } from '../../support/queue.ts';
import { eventsOf } from '../../support/race-items.ts';

const staff = memberOf('staff');
const day = 86_400;
/** From the noon of UTC at which these tests begin until the reminder of `mondayAtNine`. */
const untilReminder = 6 * day + 3_600;

let database: MemoryDatabase;
let appointments: Appointments;
let patientId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  patientId = (await appointments.patients.register()).id;
});

/** What ticks send about all that waits, each its own copy. */
function messages() {
  return database
    .itemsOf('platform')
    .filter(({ entity }) => entity === 'due')
    .flatMap((item) => dueItems.fromItem(item, appointments.clock()) ?? [])
    .map((due) => ({ content: eventOfDue(due) }));
}

const hand = (copies = messages(), reminding = createReminding(appointments)) =>
  deliver(createHandler(reminding, createMemoryTools(database, appointments.clock)), copies);
const reminded = () =>
  eventsOf({ database }, 'appointment.reminded').map(({ event }) => (event as { data: object }).data);
const waiting = () => database.itemsOf('platform').filter(({ state }) => state === 'waiting');

describe('a reminder that is due', () => {
  it('is told of once, however often its message comes', async () => {
    const { id } = await appointments.book({ patientId });
    appointments.clock.advance(untilReminder);
    const [message] = messages();

    const { reported } = await hand([message, message, message].flatMap((each) => each ?? []));

    expect(reported).toEqual([]);
    expect(reminded()).toEqual([
      { appointmentId: id, sequence: 0, patientId, doctorId: aDoctor, clinicId: northClinic },
    ]);
    expect(waiting()).toEqual([]);
  });

  it('takes two reads and one transaction, and opens nothing that is sealed', async () => {
    await appointments.book({ patientId });
    appointments.clock.advance(untilReminder);
    const copies = messages();
    const opened = appointments.patients.keys.rootKey.opened;
    resetCalls(database);

    await hand(copies);

    expect(database.calls).toMatchObject({ get: 2, batchGet: 0, query: 0, transact: 1 });
    expect(appointments.patients.keys.rootKey.opened).toBe(opened);
  });

  it('waits where its message is early', async () => {
    await appointments.book({ patientId });
    appointments.clock.advance(untilReminder - 60);

    const { reported } = await hand();

    expect([reported, reminded()]).toEqual([['m0'], []]);
  });

  it.each([
    ['cancelled', (id: string) => appointments.transitions.cancel(staff, id, {})],
    ['moved to a time of which the reminder comes later', (id: string) => move(id, '2026-03-18T13:00:00.000Z')],
    ['over, for the patient was there', (id: string) => appointments.transitions.checkIn(staff, id)],
  ])('is for nobody where the appointment is %s', async (_, change) => {
    const { id } = await appointments.book({ patientId });
    const copies = messages();
    await change(id);
    appointments.clock.advance(untilReminder);

    const { reported } = await hand(copies);

    expect([reported, reminded()]).toEqual([[], []]);
  });

  it('comes once for an appointment that was moved and moved back, for the time it has by now', async () => {
    const { id } = await appointments.book({ patientId });
    await move(id, '2026-03-18T13:00:00.000Z');
    await move(id, mondayAtNine);
    appointments.clock.advance(untilReminder);

    // The one of Wednesday is early, and comes again.
    await hand(messages());
    appointments.clock.advance(2 * day);
    await hand(messages());

    expect(reminded()).toMatchObject([{ appointmentId: id, sequence: 2 }]);
    expect(waiting()).toEqual([]);
  });

  it('is for nobody once the appointment has begun, as where no tick came for a day', async () => {
    await appointments.book({ patientId });
    appointments.clock.advance(7 * day + 3_600);

    await hand();

    expect([reminded(), waiting()]).toEqual([[], []]);
  });

  it.each([
    ['is cancelled', (id: string) => appointments.transitions.cancel(staff, id, {})],
    ['is moved', (id: string) => move(id, '2026-03-18T13:00:00.000Z')],
  ])('is for nobody where the appointment %s between the look and the commit', async (_, change) => {
    const { id } = await appointments.book({ patientId });
    appointments.clock.advance(untilReminder);
    const copies = messages();
    let isChanged = false;
    const commit = (async (...parts: Parameters<typeof appointments.commit>) => {
      if (!isChanged) {
        isChanged = true;
        await change(id);
      }
      return appointments.commit(...parts);
    }) as typeof appointments.commit;

    const { reported } = await hand(copies, createReminding({ ...appointments, commit }));

    expect([reported, reminded()]).toEqual([[], []]);
  });
});

function move(id: string, start: string) {
  return appointments.rescheduling.reschedule(staff, id, { start });
}

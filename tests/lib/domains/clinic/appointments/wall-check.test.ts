import { beforeEach, describe, expect, it } from '@jest/globals';
import { createWallCheck } from '../../../../../lib/domains/clinic/appointments/wall-check.ts';
import { type Appointments, aDoctor, createAppointments, mondayAtNine } from '../../../../support/appointments.ts';
import { clinicsOn, northClinic } from '../../../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { memberOf } from '../../../../support/patients.ts';
import { createPeople } from '../../../../support/people.ts';

const staff = memberOf('staff');
const atTen = '2026-03-16T14:00:00.000Z';

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let adminId: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  const people = createPeople(database);
  adminId = (await people.enrol({ roles: ['admin'] })).id;
  await people.enrol();
  await people.catchUp();
});

const check = (zones = '2026f') => createWallCheck({ ...appointments, zones })();

/** Lets an appointment have been booked when clocks were to show another time. */
function bookedAs(id: string, wallStart: string): void {
  const item = database.itemsOf('clinic').find((each) => each.entity === 'appointment' && each.id === id);
  if (item) database.plant('clinic', { ...item, wallStart });
}

const toldOf = () =>
  database.itemsOf('events').flatMap(({ event }) => {
    const { type, data } = event as { type: string; data: unknown };
    return type === 'appointments.wall-moved' ? [data] : [];
  });

describe('the appointments to come, compared with the zones', () => {
  it('are as they were booked where no rule of a zone has changed, of which nobody is told', async () => {
    await appointments.book({ patientId: ada });
    await appointments.book({ patientId: ada, start: atTen });

    expect(await check()).toEqual({ checked: 2, moved: [], told: 0 });
    expect(toldOf()).toEqual([]);
  });

  it('are listed with both times where clocks will show another one, and each admin is told', async () => {
    const { id } = await appointments.book({ patientId: ada });
    await appointments.book({ patientId: ada, start: atTen });
    bookedAs(id, '2026-03-16T10:00');

    expect(await check()).toEqual({
      ...{ checked: 2, told: 1 },
      moved: [
        {
          ...{ id, doctorId: aDoctor, clinicId: northClinic, timeZone: 'America/New_York' },
          ...{ before: '2026-03-16T10:00', after: '2026-03-16T09:00' },
        },
      ],
    });
    expect(toldOf()).toEqual([{ userId: adminId, count: 1, appointmentIds: [id] }]);
  });

  it('are told of once, by whoever checks, until there are others or the zones are of another version', async () => {
    const [one, two] = [
      await appointments.book({ patientId: ada }),
      await appointments.book({ patientId: ada, start: atTen }),
    ];
    bookedAs(one.id, '2026-03-16T10:00');

    const both = await Promise.all([check(), check()]);
    expect(both.map(({ told }) => told).sort()).toEqual([0, 1]);
    expect((await check()).told).toBe(0);
    bookedAs(two.id, '2026-03-16T11:00');
    expect((await check()).told).toBe(1);
    expect((await check('2026g')).told).toBe(1);
    expect(toldOf()).toHaveLength(3);
  });

  it('are told of as twenty, with how many there are', async () => {
    for (let slot = 0; slot < 21; slot++) {
      const start = new Date(
        Date.parse('2026-03-16T12:00:00.000Z') + (slot % 20) * 1_800_000 + Math.floor(slot / 20) * 86_400_000,
      );
      const { id } = await appointments.book({ patientId: ada, start: start.toISOString() });
      bookedAs(id, '2026-03-16T07:00');
    }

    expect((await check()).moved).toHaveLength(21);
    const [{ count, appointmentIds }] = toldOf() as [{ count: number; appointmentIds: string[] }];
    expect([count, appointmentIds.length]).toEqual([21, 20]);
  });

  it('are compared by their own zone, whatever that of the clinic is by now', async () => {
    await appointments.book({ patientId: ada });
    await clinicsOn(appointments).service.change({ clinicId: northClinic }, { timeZone: 'America/Chicago' });

    expect((await check()).moved).toEqual([]);
  });

  it('are as they were moved to, and are none that is over or was cancelled', async () => {
    const moved = await appointments.book({ patientId: ada });
    bookedAs(moved.id, '2026-03-16T10:00');
    await appointments.rescheduling.reschedule(staff, moved.id, { start: atTen });
    const cancelled = await appointments.book({ patientId: ada });
    bookedAs(cancelled.id, '2026-03-16T10:00');
    await appointments.transitions.cancel(staff, cancelled.id, {});
    const over = await appointments.book({ patientId: ada, start: '2026-03-10T13:00:00.000Z' });
    bookedAs(over.id, '2026-03-10T10:00');
    appointments.patients.clock.advance(30 * 60 * 60);

    expect(await check()).toEqual({ checked: 1, moved: [], told: 0 });
  });
});

it('leaves the mark as it is where nothing has moved', async () => {
  await appointments.book({ patientId: ada, start: mondayAtNine });
  await check();

  expect(database.itemsOf('platform').filter(({ entity }) => entity === 'wall-mark')).toEqual([]);
});

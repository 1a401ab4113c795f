import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Appointments, createAppointments, mondayAtNine } from '../../../../support/appointments.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { memberOf } from '../../../../support/patients.ts';

const staff = memberOf('staff');
const halfPastNine = '2026-03-16T13:30:00.000Z';

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;
let grace: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  grace = (await appointments.patients.register()).id;
});

describe('booking', () => {
  it('books a slot of the doctor, as long as the slot', async () => {
    const booked = await appointments.book({ patientId: ada });

    expect(booked).toMatchObject({
      start: mondayAtNine,
      end: halfPastNine,
      status: 'booked',
      reason: 'Cough',
      version: 1,
    });
    expect(await appointments.viewing.get(staff, booked.id)).toEqual(booked);
  });

  it('refuses a slot that somebody has, and names the next', async () => {
    await appointments.book({ patientId: ada });

    await expect(appointments.book({ patientId: grace })).rejects.toMatchObject({
      code: 'SLOT_TAKEN',
      members: { nextFree: halfPastNine },
    });
  });

  it('frees the slot when it is cancelled, and both when it is moved', async () => {
    const { id } = await appointments.book({ patientId: ada });
    const moved = await appointments.rescheduling.reschedule(staff, id, { start: halfPastNine });
    await appointments.book({ patientId: grace });
    await appointments.transitions.cancel(staff, id, { reason: 'Well again' });
    const again = await appointments.book({ patientId: ada, start: halfPastNine });

    expect(moved).toMatchObject({ start: halfPastNine, version: 2 });
    expect(again.id).not.toBe(id);
    expect((await appointments.listing.list(staff, { patientId: ada }, { limit: 20 })).items).toHaveLength(2);
  });
});

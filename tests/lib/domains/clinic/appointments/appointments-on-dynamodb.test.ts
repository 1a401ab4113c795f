import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createBook } from '../../../../../functions/appointments/book-appointment.ts';
import { createHandler as createCancel } from '../../../../../functions/appointments/cancel-appointment.ts';
import { createHandler as createCheckIn } from '../../../../../functions/appointments/check-in-appointment.ts';
import { createHandler as createComplete } from '../../../../../functions/appointments/complete-appointment.ts';
import { createHandler as createGet } from '../../../../../functions/appointments/get-appointment.ts';
import { createHandler as createList } from '../../../../../functions/appointments/list-appointments.ts';
import { createHandler as createReschedule } from '../../../../../functions/appointments/reschedule-appointment.ts';
import { createHandler as createSlots } from '../../../../../functions/doctors/list-slots.ts';
import type { Capacity } from '../../../../../lib/data/dynamo-database.ts';
import { createClinicService } from '../../../../../lib/domains/clinic/clinics/service.ts';
import { seededClinics } from '../../../../../lib/domains/clinic/seeds/clinics.ts';
import { createCursorSeal } from '../../../../../lib/http/cursor-seal.ts';
import type { HttpHandler } from '../../../../../lib/http/stack.ts';
import {
  type AppointmentServices,
  aDoctor,
  appointmentsOn,
  everyDay,
  mondayAtNine,
} from '../../../../support/appointments.ts';
import { northClinic } from '../../../../support/clinics.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../../../support/dynamodb.ts';
import { type Answer, invoke, type RequestFields } from '../../../../support/http.ts';
import { createPatients, doctorOf, memberOf } from '../../../../support/patients.ts';
import { stackOf } from '../../../../support/people.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const staff = memberOf('staff');
const week = 'from=2026-03-16T00:00:00-04:00&to=2026-03-23T00:00:00-04:00';

let dynamoDb: TestDynamoDb;
let appointments: AppointmentServices;
let patientId: string;
let spent: Capacity[];

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb({ onCapacity: (capacity) => spent.push(capacity) });
  spent = [];
  const platform = createTestPlatform(dynamoDb.database, { clock: createTestClock('2026-03-09T12:00:00.000Z') });
  const [clinic] = seededClinics;
  await createClinicService(platform).add(clinic);
  const item = doctorOf({ id: aDoctor, schedule: everyDay, wallTimesOf: northClinic });
  await dynamoDb.database.write({ kind: 'put', table: 'clinic', item });
  const patients = await createPatients(dynamoDb.database, platform);
  patientId = (await patients.register()).id;
  appointments = appointmentsOn(platform, patients.keys);
});

afterAll(() => dynamoDb.stop());

beforeEach(() => {
  spent = [];
});

const stackFor = () => ({
  ...stackOf(staff),
  idempotencyRecords: appointments.idempotencyRecords,
  cursors: createCursorSeal(appointments.secrets),
});

/** The answer to a request, and the calls that it takes beside those of the session, each with its units. */
async function ask(handler: HttpHandler, fields: RequestFields, status: number) {
  spent = [];
  const answer = await invoke(handler, fields);
  expect(answer.status).toBe(status);
  return { answer, calls: spent.map(({ operation, units }) => `${operation} ${units}`).join(', ') };
}

const idIn = ({ json }: Pick<Answer, 'json'>) => (json.data as { readonly id: string }).id;

describe('on DynamoDB, an appointment', () => {
  it('costs what each route may spend, in units of reading and of writing', async () => {
    const stack = stackFor();
    const wish = { doctorId: aDoctor, patientId, start: mondayAtNine, reason: 'Cough' };
    const book = createBook(appointments.booking, stack);
    const [cancel, checkIn, complete] = [createCancel, createCheckIn, createComplete].map((create) =>
      create(appointments.transitions, stack),
    ) as [HttpHandler, HttpHandler, HttpHandler];
    const slots = createSlots(appointments.slots, stack);
    const list = createList(appointments.listing, stack);
    const ofDoctor = { params: { doctorId: aDoctor }, query: week };

    const empty = await ask(slots, ofDoctor, 200);
    const booked = await ask(book, { method: 'POST', json: wish }, 201);
    const of = { method: 'POST', params: { appointmentId: idIn(booked.answer) } };
    const refused = await ask(book, { method: 'POST', json: wish }, 409);
    const moved = await ask(
      createReschedule(appointments.rescheduling, stack),
      { ...of, json: { start: '2026-03-16T14:00:00Z' } },
      200,
    );
    const shown = await ask(createGet(appointments.viewing, stack), { ...of, method: 'GET' }, 200);
    const filled = await ask(slots, ofDoctor, 200);
    const listed = await ask(list, { query: `patientId=${patientId}` }, 200);
    const ofDoctors = await ask(list, { query: `doctorId=${aDoctor}` }, 200);
    const cameIn = await ask(checkIn, of, 200);
    const completed = await ask(complete, of, 200);
    const second = await ask(book, { method: 'POST', json: wish }, 201);
    const cancelled = await ask(cancel, { ...of, params: { appointmentId: idIn(second.answer) }, json: {} }, 200);

    const asked = { empty, booked, refused, moved, shown, filled, listed, ofDoctors, cameIn, completed, cancelled };
    expect(Object.fromEntries(Object.entries(asked).map(([name, { calls }]) => [name, calls]))).toEqual({
      empty: 'get 1, get 1, query 1',
      booked: 'batchGet 5, get 1, transact 28',
      refused: 'batchGet 5, get 1, query 1',
      moved: 'get 1, batchGet 2, batchGet 5, get 1, transact 30',
      shown: 'get 1, batchGet 2, write 3',
      filled: 'get 1, get 1, query 1',
      listed: 'batchGet 2, write 3, query 0.5',
      ofDoctors: 'write 3, query 0.5',
      cameIn: 'get 1, batchGet 2, transact 11',
      completed: 'get 1, batchGet 2, transact 15',
      cancelled: 'get 1, batchGet 2, transact 17',
    });
  });

  it('lasts five minutes, too, and is moved', async () => {
    const doctorId = '019a0000-0000-7000-8000-0000000000d5';
    const schedule = { ...everyDay, slotMinutes: 5 };
    const item = doctorOf({ id: doctorId, schedule, wallTimesOf: northClinic });
    await dynamoDb.database.write({ kind: 'put', table: 'clinic', item });
    const json = { doctorId, patientId, start: '2026-03-17T13:00:00Z', reason: 'Cough' };

    const booked = await invoke(createBook(appointments.booking, stackFor()), { method: 'POST', json });
    const of = { method: 'POST', params: { appointmentId: idIn(booked) } };
    const move = { ...of, json: { start: '2026-03-17T13:05:00Z' } };
    const moved = await invoke(createReschedule(appointments.rescheduling, stackFor()), move);

    expect(booked.status).toBe(201);
    expect(moved.json.data).toMatchObject({ start: '2026-03-17T13:05:00.000Z', end: '2026-03-17T13:10:00.000Z' });
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler, trigger } from '../../../functions/doctors/list-slots.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { insertHold } from '../../../lib/domains/clinic/appointments/hold-repository.ts';
import type { FreeSlots } from '../../../lib/domains/clinic/appointments/slot-schema.ts';
import { clinics } from '../../../lib/domains/clinic/clinics/repository.ts';
import { holdSlot } from '../../../lib/domains/clinic/days/service.ts';
import type { StoredDoctor } from '../../../lib/domains/clinic/doctors/repository.ts';
import { describeAccess } from '../../support/access/describe-access.ts';
import {
  type Appointments,
  aDoctor,
  createAppointments,
  everyDay,
  mondayAtNine,
  plantDoctor,
} from '../../support/appointments.ts';
import { clinicItem, northClinic, southClinic } from '../../support/clinics.ts';
import { machineOf, readsDoctors } from '../../support/doctors.ts';
import { send } from '../../support/http.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { memberOf } from '../../support/patients.ts';
import { machineWith, resetCalls, stackOf } from '../../support/people.ts';

const absentId = '019a0000-0000-7000-8000-0000000fffff';
const user = memberOf('user');
const monday = 'from=2026-03-16T00:00:00-04:00&to=2026-03-17T00:00:00-04:00';
const morning = 'from=2026-03-16T12:00:00Z&to=2026-03-16T14:00:00Z';

let database: MemoryDatabase;
let appointments: Appointments;
let ada: string;

beforeEach(async () => {
  database = createMemoryDatabase();
  appointments = await createAppointments(database);
  ada = (await appointments.patients.register()).id;
  resetCalls(database);
});

async function list(query = monday, { caller = user as Caller, doctorId = aDoctor } = {}) {
  const stack = stackOf(caller);
  const answer = await send(createHandler(appointments.slots, stack), { params: { doctorId }, query });
  return { ...answer, refusals: stack.refusals };
}

const slotsIn = ({ json }: { readonly json: Record<string, unknown> }) => json as unknown as FreeSlots;
const startsIn = (answer: { readonly json: Record<string, unknown> }) => slotsIn(answer).data.map(({ start }) => start);
const scheduled = (schedule: Partial<NonNullable<StoredDoctor['schedule']>>) =>
  plantDoctor(database, { schedule: { ...everyDay, ...schedule } });

/** Holds the slot of a Monday at nine until an instant, without a call of a route. */
async function hold(endsAt: string): Promise<void> {
  const [start, end] = [mondayAtNine, '2026-03-16T13:30:00.000Z'];
  const stored = { id: absentId, doctorId: aDoctor, clinicId: northClinic, start, end, busyUntil: end, endsAt };
  const times = { start: Date.parse(start), end: Date.parse(end), busyUntil: Date.parse(end) };
  const cells = holdSlot(
    { holdId: absentId, doctorId: aDoctor, expiresAt: endsAt, ...times },
    { now: appointments.clock().getTime(), taken: () => new Error('taken') },
  );
  await appointments.commit([insertHold(stored), ...cells]);
}

describe('GET /v1/doctors/{doctorId}/slots', () => {
  it('lists what can be booked, in order, by two reads and a query', async () => {
    const answer = await list(morning);

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      data: [
        { start: '2026-03-16T12:00:00.000Z', end: '2026-03-16T12:30:00.000Z' },
        { start: '2026-03-16T12:30:00.000Z', end: mondayAtNine },
        { start: mondayAtNine, end: '2026-03-16T13:30:00.000Z' },
        { start: '2026-03-16T13:30:00.000Z', end: '2026-03-16T14:00:00.000Z' },
      ],
      meta: {},
    });
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('offers what can be booked as it is returned, until somebody has it', async () => {
    const before = startsIn(await list());
    for (const start of before.slice(0, 3)) {
      const { id: patientId } = await appointments.patients.register();
      await appointments.book({ patientId, start });
    }

    expect(before).toHaveLength(20);
    expect(startsIn(await list())).toEqual(before.slice(3));
  });

  it('offers again what was cancelled, and what a booking was moved from', async () => {
    const before = startsIn(await list());
    const { id } = await appointments.book({ patientId: ada });
    await appointments.rescheduling.reschedule(memberOf('staff'), id, { start: '2026-03-17T13:00:00.000Z' });
    const moved = startsIn(await list());
    await appointments.transitions.cancel(memberOf('staff'), id, {});

    expect(moved).toEqual(before);
    const tuesday = 'from=2026-03-17T13:00:00Z&to=2026-03-17T13:30:00Z';
    expect(startsIn(await list(tuesday))).toEqual(['2026-03-17T13:00:00.000Z']);
  });

  it('offers nothing that is held, until the hold is over, whether or not its item is gone', async () => {
    await hold('2026-03-09T12:05:00.000Z');

    const held = startsIn(await list());
    appointments.clock.advance(300);
    const over = startsIn(await list());

    expect(held).not.toContain(mondayAtNine);
    expect(over).toContain(mondayAtNine);
  });

  it('offers no slot whose buffer would reach into what is booked', async () => {
    await appointments.book({ patientId: ada });
    scheduled({ bufferMinutes: 10 });

    expect(startsIn(await list(morning))).toEqual(['2026-03-16T12:00:00.000Z']);
  });

  it('offers no slot whose buffer would reach into what is booked after the range, on the next day of UTC', async () => {
    const always = [{ day: 1, from: '00:00', to: '24:00' }];
    const clinic = clinicItem(database, northClinic);
    database.plant('clinic', { ...clinic, openingHours: always, ...clinics.key({ id: northClinic }) });
    const until = (from: string) => [{ day: 1, from, to: '24:00', breaks: [] }];
    scheduled({ weekly: until('08:00') });
    await appointments.book({ patientId: ada, start: '2026-03-17T00:00:00.000Z' });

    scheduled({ weekly: until('08:30'), bufferMinutes: 60 });

    const evening = 'from=2026-03-16T22:00:00Z&to=2026-03-16T23:45:00Z';
    expect(slotsIn(await list(evening))).toMatchObject({ data: [], meta: { reasons: { taken: 1 } } });
  });

  it('takes a range by any offset, also around one slot alone', async () => {
    const range = 'from=2026-03-16T14:00:00%2B01:00&to=2026-03-16T09:30:00-04:00';

    expect(startsIn(await list(range))).toEqual([mondayAtNine]);
  });
});

describe('a range without a free slot', () => {
  it('says that all of it is taken, and when the next begins, by one query more', async () => {
    await appointments.book({ patientId: ada });
    resetCalls(database);

    const answer = await list('from=2026-03-16T13:00:00Z&to=2026-03-16T13:30:00Z');

    expect(answer.json).toEqual({
      data: [],
      meta: { reasons: { taken: 1 }, nextFree: '2026-03-16T13:30:00.000Z' },
    });
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 2, write: 0, transact: 0 });
  });

  it.each([
    ['a day on which the clinic is closed', '2026-03-15T04:00:00Z', '2026-03-16T04:00:00Z', { closed: 20 }],
    ['a Sunday that is past', '2026-03-08T05:00:00Z', '2026-03-09T12:00:00Z', { closed: 20 }],
    ['a time between two slots', '2026-03-16T13:05:00Z', '2026-03-16T13:25:00Z', { not_working: 1 }],
    ['a night', '2026-03-16T23:00:00Z', '2026-03-17T02:00:00Z', { not_working: 1 }],
  ])('says what closed it: %s', async (_, from, to, reasons) => {
    const { data, meta } = slotsIn(await list(`from=${from}&to=${to}`));

    expect([data, meta.reasons]).toEqual([[], reasons]);
    expect(Date.parse(String(meta.nextFree))).toBeGreaterThanOrEqual(Date.parse(from));
  });

  it('says that it is too late to book', async () => {
    scheduled({ minNoticeMinutes: 1_440 });

    const { meta } = slotsIn(await list('from=2026-03-09T13:00:00Z&to=2026-03-09T14:00:00Z'));

    expect(meta).toEqual({ reasons: { notice: 2 }, nextFree: '2026-03-10T12:30:00.000Z' });
  });

  it('names what is free before the horizon where the range lies after it', async () => {
    const { meta } = slotsIn(await list('from=2026-06-22T13:00:00Z&to=2026-06-22T14:00:00Z'));

    expect(meta).toEqual({ reasons: { horizon: 2 }, nextFree: '2026-03-09T12:30:00.000Z' });
  });

  it('says that the doctor is away', async () => {
    const times = { from: '2026-03-16T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' };
    plantDoctor(database, { timeOff: [{ id: absentId, reason: 'Conference', ...times }] });

    const answer = await list();

    expect(slotsIn(answer).meta).toEqual({ reasons: { time_off: 20 }, nextFree: '2026-03-18T12:00:00.000Z' });
    expect(answer.text).not.toContain('Conference');
  });

  it('says of a doctor without a schedule that they do not work, and names no next', async () => {
    const doctor = database.itemsOf('clinic').find(({ pk }) => pk === `DOCTOR#${aDoctor}`);
    const { schedule: _, ...others } = doctor ?? { pk: '', sk: '', schedule: undefined };
    database.plant('clinic', others);

    const answer = await list();

    expect(answer.json).toEqual({ data: [], meta: { reasons: { not_working: 1 } } });
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('says the same of a doctor whose clinic is gone', async () => {
    plantDoctor(database, { clinicId: absentId });

    expect((await list()).json).toEqual({ data: [], meta: { reasons: { not_working: 1 } } });
  });
});

describe('what slots cost', () => {
  const month = 'from=2026-03-09T00:00:00-04:00&to=2026-04-09T00:00:00-04:00';

  it('is two reads and a query for 31 days, whatever is booked', async () => {
    scheduled({ slotMinutes: 5 });
    for (const start of startsIn(await list(month)).slice(0, 120)) await appointments.book({ patientId: ada, start });
    resetCalls(database);

    const { data } = slotsIn(await list(month));

    expect(data.length).toBeGreaterThan(2_000);
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 1, write: 0, transact: 0 });
  });

  it('is at most a query more for each month of a year in which nothing is free', async () => {
    const clinic = clinicItem(database, northClinic);
    database.plant('clinic', { ...clinic, openingHours: [], ...clinics.key({ id: northClinic }) });
    scheduled({ horizonDays: 365 });
    resetCalls(database);

    const { data, meta } = slotsIn(await list(month));

    expect([data, meta]).toEqual([[], { reasons: { closed: 620 } }]);
    expect(database.calls).toEqual({ get: 2, batchGet: 0, query: 13, write: 0, transact: 0 });
  });
});

describe('whose slots', () => {
  it('are of a doctor who is one still, and hidden from a key of another clinic as who is none', async () => {
    const key = machineOf(southClinic, 'doctors:read');

    const answers = [
      await list(monday, { caller: key }),
      await list(monday, { caller: key, doctorId: absentId }),
      await list(monday, { caller: machineWith('doctors:read'), doctorId: absentId }),
    ];

    expect(answers.map(({ json, refusals }) => [json.code, refusals.length])).toEqual([
      ['DOCTOR_NOT_FOUND', 1],
      ['DOCTOR_NOT_FOUND', 1],
      ['DOCTOR_NOT_FOUND', 0],
    ]);
    expect(database.calls).toEqual({ get: 3, batchGet: 0, query: 0, write: 0, transact: 0 });
    expect((await list(monday, { caller: machineOf(northClinic, 'doctors:read') })).status).toBe(200);
  });

  it('are of nobody who is a doctor no longer', async () => {
    plantDoctor(database, { formerSince: '2026-03-08T09:00:00.000Z' });

    expect((await list()).json).toMatchObject({ status: 404, code: 'DOCTOR_NOT_FOUND' });
  });
});

describe('the range of slots', () => {
  it.each([
    ['no end', 'from=2026-03-16T00:00:00Z', 'to'],
    ['no start', 'to=2026-03-16T00:00:00Z', 'from'],
    ['an end at its start', 'from=2026-03-16T00:00:00Z&to=2026-03-16T00:00:00Z', 'to'],
    ['an end before its start', 'from=2026-03-16T00:00:00Z&to=2026-03-15T00:00:00Z', 'to'],
    ['31 days and a second', 'from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:01Z', 'to'],
    ['a time without an offset', 'from=2026-03-16T00:00:00&to=2026-03-17T00:00:00Z', 'from'],
    ['another filter', `${monday}&status=free`, 'status'],
  ])('is refused with 400: %s', async (_, query, path) => {
    const answer = await list(query);

    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([expect.objectContaining({ path })]);
  });

  it('may be of 31 days', async () => {
    expect((await list('from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z')).status).toBe(200);
  });
});

describeAccess(trigger, ({ appointments, stack }) => createHandler(appointments.slots, stack), {
  ...readsDoctors,
  request: { query: monday },
});

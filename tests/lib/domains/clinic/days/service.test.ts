import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../../../../lib/data/database.ts';
import { writeInput } from '../../../../../lib/data/dynamo-request.ts';
import { createBookedSearch } from '../../../../../lib/domains/clinic/days/booked-service.ts';
import {
  bookVisit,
  createDaySearch,
  freeVisit,
  type HeldSlot,
  holdSlot,
  isDoctorFree,
  isPatientFree,
  moveVisit,
  releaseSlot,
  settleVisit,
  type Visit,
} from '../../../../../lib/domains/clinic/days/service.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const minute = 60_000;
const midnight = Date.parse('2026-03-17T00:00:00.000Z');
const clinicId = '019a0000-0000-7000-8000-00000000c001';
const doctorId = '019a0000-0000-7000-8000-0000000000d1';
const patientId = '019a0000-0000-7000-8000-0000000000f1';
const now = Date.parse('2026-03-09T12:00:00.000Z');

/** A visit of half an hour with a buffer of ten minutes, which begins so many minutes from midnight of UTC. */
function visitAt(minutes: number, overrides: Partial<Visit> = {}): Visit {
  const start = midnight + minutes * minute;
  const time = { start, end: start + 30 * minute, busyUntil: start + 40 * minute };
  const appointmentId = `019a0000-0000-7000-8000-0000000a${String(1_000 + minutes).padStart(4, '0')}`;
  return { appointmentId, clinicId, doctorId, patientId, ...time, ...overrides };
}

function slotAt(minutes: number, expiresAt = '2026-03-09T12:05:00.000Z'): HeldSlot {
  const { start, end, busyUntil } = visitAt(minutes);
  return { holdId: '019a0000-0000-7000-8000-0000000bb001', doctorId, expiresAt, start, end, busyUntil };
}

const refuse = (code: string) => () => new Error(code);
const options = { now, taken: refuse('taken'), busy: refuse('busy') };

function createDays() {
  const database = createMemoryDatabase();
  const platform = createTestPlatform(database);
  const search = createDaySearch(platform);
  const day = { from: midnight, to: midnight + 24 * 60 * minute };
  return {
    ...platform,
    booked: createBookedSearch(platform),
    doctor: () => search('doctor', doctorId, day),
    patient: () => search('patient', patientId, day),
  };
}

describe('the days of doctors and patients', () => {
  it('have a visit, with its buffer for the doctor alone', async () => {
    const { commit, doctor, patient } = createDays();

    await commit(bookVisit(visitAt(600), options));

    const after = visitAt(630);
    expect(isDoctorFree(await doctor(), after, now)).toBe(false);
    expect(isPatientFree(await patient(), after, now)).toBe(true);
    expect(isDoctorFree(await doctor(), visitAt(640), now)).toBe(true);
  });

  it('refuse what lies over a visit by one cell, of the doctor and of the patient', async () => {
    const { commit } = createDays();
    await commit(bookVisit(visitAt(600), options));

    const other = { patientId: '019a0000-0000-7000-8000-0000000000f2' };
    await expect(commit(bookVisit(visitAt(565, other), options))).rejects.toThrow('taken');
    const elsewhere = { doctorId: '019a0000-0000-7000-8000-0000000000d2' };
    await expect(commit(bookVisit(visitAt(625, elsewhere), options))).rejects.toThrow('busy');
    await commit(bookVisit(visitAt(560, other), options));
  });

  it('have a visit over midnight of UTC on both days, and free it on both', async () => {
    const { commit, booked } = createDays();
    const late = visitAt(24 * 60 - 20);

    await commit(bookVisit(late, options));
    const found = await booked.find('doctor', doctorId, { from: late.start, to: late.end });
    await commit(freeVisit(late));

    expect(found).toEqual([{ appointmentId: late.appointmentId, start: late.start, end: late.end }]);
    await commit(bookVisit({ ...late, appointmentId: doctorId }, options));
  });

  it('move a visit onto cells of its own, and give up the others', async () => {
    const { commit, booked } = createDays();
    const [from, to] = [visitAt(600), visitAt(615)];
    await commit(bookVisit(from, options));

    await commit(moveVisit(from, to, options));

    const found = await booked.find('patient', patientId, { from: midnight, to: midnight + 24 * 60 * minute });
    expect(found).toEqual([{ appointmentId: from.appointmentId, start: to.start, end: to.end }]);
    await commit(bookVisit(visitAt(575, { patientId: doctorId, busyUntil: to.start, end: to.start }), options));
  });

  it('keep the cells of what is over, and look for it no longer', async () => {
    const { commit, booked, doctor } = createDays();
    const visit = visitAt(600);
    await commit(bookVisit(visit, options));

    await commit(settleVisit(visit));

    expect(await booked.find('doctor', doctorId, { from: visit.start, to: visit.end })).toEqual([]);
    expect(isDoctorFree(await doctor(), visit, now)).toBe(false);
  });

  it('tell apart visits that touch, and those of which a part lies in a stretch', async () => {
    const { commit, booked } = createDays();
    const visits = [600, 640, 680].map((at) => visitAt(at));
    for (const visit of visits) await commit(bookVisit(visit, options));

    const stretch = { from: midnight + 629 * minute, to: midnight + 641 * minute };
    const found = await booked.find('doctor', doctorId, stretch);

    expect(found.map(({ start }) => (start - midnight) / minute)).toEqual([600, 640]);
    expect(
      await booked.find('doctor', doctorId, { from: midnight + 630 * minute, to: midnight + 640 * minute }),
    ).toEqual([]);
    expect(await booked.findAtClinic(clinicId, stretch)).toEqual(found);
    expect(await booked.findAtClinic(patientId, stretch)).toEqual([]);
  });

  it('are kept by a hold until it is over, for the visit that names it', async () => {
    const { commit, doctor } = createDays();
    const held = slotAt(600);
    await commit(holdSlot(held, options));
    const end = Date.parse(held.expiresAt);

    expect(isDoctorFree(await doctor(), held, end - 1)).toBe(false);
    expect(isDoctorFree(await doctor(), held, end)).toBe(true);
    expect(isDoctorFree(await doctor(), held, now, held)).toBe(true);
    await expect(commit(bookVisit(visitAt(600), options))).rejects.toThrow('taken');
    await commit(bookVisit(visitAt(600), { ...options, held }));
  });

  it('are not given up by a hold that is over, once somebody else has them', async () => {
    const { commit, doctor } = createDays();
    const held = slotAt(600);
    await commit(holdSlot(held, options));
    await commit(bookVisit(visitAt(600), { ...options, now: Date.parse(held.expiresAt) }));

    await expect(commit(releaseSlot(held, refuse('lost')))).rejects.toThrow('lost');
    expect(isDoctorFree(await doctor(), held, now)).toBe(false);
  });

  it('are written by expressions that DynamoDB takes, for the longest visit there is', () => {
    const longest = visitAt(600, { end: midnight + 840 * minute, busyUntil: midnight + 840 * minute });
    const stamp = { commitId: doctorId, now: new Date(now) };
    const moved = moveVisit(
      longest,
      { ...longest, start: longest.start + 5 * minute, busyUntil: longest.busyUntil + 5 * minute },
      options,
    );
    const held = { ...slotAt(600), end: longest.end, busyUntil: longest.busyUntil };
    const writes = [
      ...bookVisit(longest, options),
      ...bookVisit(longest, { ...options, held }),
      ...moved,
      ...freeVisit(longest),
    ];

    const inputs = writes.map((write) => writeInput(write.action(stamp) as Action, (table) => table));

    for (const { ConditionExpression = '', UpdateExpression = '' } of inputs) {
      expect(ConditionExpression.length).toBeLessThanOrEqual(4_096);
      expect(UpdateExpression.length).toBeLessThanOrEqual(4_096);
      // Of operators and functions an expression may have 300.
      expect(ConditionExpression.match(/ (?:AND|OR|=|<>|<=?|>=?) |attribute_\w+/g)?.length ?? 0).toBeLessThanOrEqual(
        300,
      );
    }
  });
});

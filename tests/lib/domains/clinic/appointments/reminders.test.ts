import { describe, expect, it } from '@jest/globals';
import { planReminder, reminderTimeOf } from '../../../../../lib/domains/clinic/appointments/reminders.ts';
import { createDueItems } from '../../../../../lib/due/due-items.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const newYork = 'America/New_York';

describe('a patient is reminded', () => {
  it.each([
    ['the clocks go forward in between', newYork, '2027-03-14T13:00:00.000Z', '2027-03-13T14:00:00.000Z'],
    ['the clocks go back in between', newYork, '2027-11-07T14:00:00.000Z', '2027-11-06T13:00:00.000Z'],
    ['no clock changes', newYork, '2027-03-10T14:00:00.000Z', '2027-03-09T14:00:00.000Z'],
    ['the day before is of another year', 'Europe/Berlin', '2027-01-01T08:00:00.000Z', '2026-12-31T08:00:00.000Z'],
    ['the zone is half an hour off', 'Australia/Lord_Howe', '2027-10-03T00:00:00.000Z', '2027-10-02T00:30:00.000Z'],
  ])('at the same time on the wall on the day before, where %s', (_, timeZone, start, reminded) => {
    expect(reminderTimeOf({ start, timeZone }).toISOString()).toBe(reminded);
  });

  it('24 hours before where the clock on the wall skips that time on the day before', () => {
    // 02:30 in New York, which 14 March 2027 has not.
    const start = '2027-03-15T06:30:00.000Z';

    expect(reminderTimeOf({ start, timeZone: newYork }).toISOString()).toBe('2027-03-14T06:30:00.000Z');
  });

  it('at the first of two where the clock on the wall shows that time twice on the day before', () => {
    // 01:30 in New York, which 7 November 2027 has at 05:30Z and at 06:30Z.
    const start = '2027-11-08T06:30:00.000Z';

    expect(reminderTimeOf({ start, timeZone: newYork }).toISOString()).toBe('2027-11-07T05:30:00.000Z');
  });
});

describe('the plan of a reminder', () => {
  const clock = createTestClock('2027-03-13T13:59:59.999Z');
  const dues = createDueItems(createTestPlatform(createMemoryDatabase(), { clock }));
  const recordAt = (start: string) => ({
    id: '019a0000-0000-7000-8000-0000000000a1',
    sequence: 3,
    start,
    timeZone: newYork,
  });

  it('is made for as long as its time is ahead, and names what it was made for', () => {
    const { writes, events } = planReminder(dues, recordAt('2027-03-14T13:00:00.000Z'), clock());

    expect(writes).toHaveLength(1);
    expect(events).toMatchObject([{ data: { sequence: 3, due: { at: '2027-03-13T14:00:00.000Z' } } }]);
  });

  it.each(['2027-03-14T12:59:00.000Z', '2027-03-13T14:30:00.000Z'])(
    'is empty for an appointment that is booked less than a day ahead: %s',
    (start) => {
      expect(planReminder(dues, recordAt(start), clock())).toEqual({ writes: [], events: [] });
    },
  );
});

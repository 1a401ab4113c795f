import { describe, expect, it } from '@jest/globals';
import {
  type ClosedBy,
  firstFree,
  heldSlotAt,
  horizonOf,
  type IsTaken,
  type Practice,
  type Slot,
  slotAt,
  slotsIn,
} from '../../../../../lib/domains/clinic/appointments/availability.ts';
import { aPractice, daily, instant, startsBetween } from '../../../../support/slots/practices.ts';

/** A Monday. */
const monday = '2027-06-07';
const now = instant('2027-06-01T00:00Z');
const at = (time: string) => instant(`${monday}T${time}Z`);
const wholeDay = { from: at('00:00'), to: at('24:00') };
const free: IsTaken = () => false;
const extra = (from: string, to: string, date = monday) => ({ id: `${date} ${from}`, date, from, to });
const timeOff = (from: string, to: string) => ({
  from: new Date(at(from)).toISOString(),
  to: new Date(at(to)).toISOString(),
});

/** The starts of Monday's slots, `HH:MM`. */
const times = (practice: Practice) =>
  startsBetween(practice, `${monday}T00:00Z`, `${monday}T24:00Z`).map((start) => start.slice(11, 16));

const timeOf = ({ start }: Slot) => new Date(start).toISOString().slice(11, 16);

describe('the hours of a doctor', () => {
  it('are cut into slots from their start, and what is too short at their end is left', () => {
    const practice = aPractice({}, { weekly: daily('08:05', '10:00') });

    expect(times(practice)).toEqual(['08:05', '08:35', '09:05']);
  });

  it('leave a buffer after each slot, which may reach over their end and into a break', () => {
    const weekly = [{ day: 1, from: '08:00', to: '10:30', breaks: [{ from: '09:15', to: '09:45' }] }];
    const practice = aPractice({}, { weekly, slotMinutes: 30, bufferMinutes: 15 });

    expect(times(practice)).toEqual(['08:00', '08:45', '09:45']);
    expect(slotAt(practice, at('08:45'), now)).toEqual({
      start: at('08:45'),
      end: at('09:15'),
      busyUntil: at('09:30'),
    });
  });

  it('are of their day of the week, on which breaks are left out', () => {
    const weekly = [
      {
        day: 1,
        from: '08:00',
        to: '10:00',
        breaks: [
          { from: '08:00', to: '08:15' },
          { from: '08:45', to: '09:20' },
        ],
      },
      { day: 7, from: '06:00', to: '07:00', breaks: [] },
    ];

    expect(times(aPractice({}, { weekly }))).toEqual(['08:15', '09:20']);
    expect(startsBetween(aPractice({}, { weekly }), '2027-06-13T00:00Z', '2027-06-14T00:00Z')).toEqual([
      '2027-06-13T06:00Z',
      '2027-06-13T06:30Z',
    ]);
  });

  it('that touch, or lie over extra hours, are cut as one', () => {
    const weekly = [
      { day: 1, from: '08:00', to: '08:50', breaks: [] },
      { day: 1, from: '08:50', to: '09:30', breaks: [] },
    ];

    expect(times(aPractice({}, { weekly }))).toEqual(['08:00', '08:30', '09:00']);
    expect(times(aPractice({ extraHours: [extra('07:45', '08:20')] }, { weekly }))).toEqual([
      '07:45',
      '08:15',
      '08:45',
    ]);
    expect(times(aPractice({ extraHours: [extra('08:10', '08:20')] }, { weekly }))).toEqual([
      '08:00',
      '08:30',
      '09:00',
    ]);
  });

  it('are more on a date with extra hours, which may fill a break', () => {
    const weekly = [{ day: 1, from: '08:00', to: '09:30', breaks: [{ from: '08:30', to: '09:00' }] }];
    const extraHours = [extra('08:30', '09:00'), extra('12:00', '12:30'), extra('15:00', '16:00', '2027-06-08')];

    expect(times(aPractice({ extraHours }, { weekly }))).toEqual(['08:00', '08:30', '09:00', '12:00']);
  });

  it('reach to midnight, and no slot over it', () => {
    const practice = aPractice({}, { weekly: daily('22:30', '24:00'), slotMinutes: 60 });

    expect(startsBetween(practice, `${monday}T00:00Z`, '2027-06-08T12:00Z')).toEqual([`${monday}T22:30Z`]);
  });

  it('are none without a schedule, whatever extra hours there are', () => {
    const practice = { ...aPractice({ extraHours: [extra('08:00', '12:00')] }), schedule: undefined };

    expect(slotsIn(practice, wholeDay, now, free)).toEqual({ slots: [], reasons: { not_working: 1 } });
    expect(slotAt(practice, at('08:00'), now)).toBe('not_working');
    expect(firstFree(practice, wholeDay, now, free)).toBeUndefined();
    expect(horizonOf(practice, now)).toBeUndefined();
  });
});

describe('a range', () => {
  const practice = aPractice({}, { weekly: daily('08:00', '10:00') });

  it.each([
    ['08:00', '10:00', 4],
    ['08:01', '10:00', 3],
    ['08:00', '09:59', 3],
    ['08:00', '08:30', 1],
    ['08:10', '08:40', 0],
    ['09:00', '09:00', 0],
    ['09:00', '08:00', 0],
  ])('from %s to %s has the slots that lie in it: %d', (from, to, count) => {
    const found = slotsIn(practice, { from: at(from), to: at(to) }, now, free);

    expect(found.slots).toHaveLength(count);
    expect(found.reasons).toEqual({});
  });

  it('has its slots in order, over all of its dates', () => {
    const range = { from: at('09:00'), to: at('09:00') + 86_400_000 };

    expect(slotsIn(practice, range, now, free).slots.map(timeOf)).toEqual(['09:00', '09:30', '08:00', '08:30']);
  });

  it('counts the dates that it touches and that have no hours, by the clinic’s calendar', () => {
    const weekly = [{ day: 1, from: '08:00', to: '10:00', breaks: [] }];
    const inTokyo = aPractice({ timeZone: 'Asia/Tokyo' }, { weekly });
    const countOf = (from: string, to: string) =>
      slotsIn(inTokyo, { from: instant(from), to: instant(to) }, now, free).reasons.not_working;

    expect(countOf('2027-06-06T15:00Z', '2027-06-07T15:00Z')).toBeUndefined();
    expect(countOf('2027-06-06T14:59Z', '2027-06-07T15:00Z')).toBe(1);
    expect(countOf('2027-06-06T14:59Z', '2027-06-07T15:01Z')).toBe(2);
    expect(countOf('2027-06-06T15:00Z', '2027-06-14T15:00Z')).toBe(6);
  });
});

const closing: [ClosedBy, string, Practice][] = [
  ['closed', 'before the clinic opens', aPractice({ openingHours: daily('08:05', '18:00') })],
  ['closed', 'that ends after it closes', aPractice({ openingHours: daily('07:00', '08:25') })],
  ['closed', 'of a clinic that has no hours', aPractice({ openingHours: [] })],
  ['closed', 'on the first day of a closure', aPractice({ closures: [{ from: monday, to: '2027-06-09' }] })],
  ['closed', 'on the last day of a closure', aPractice({ closures: [{ from: '2027-06-01', to: monday }] })],
  ['time_off', 'into which time off begins', aPractice({ timeOff: [timeOff('08:29', '18:00')] })],
  ['time_off', 'into which time off lasts', aPractice({ timeOff: [timeOff('00:00', '08:01')] })],
  ['time_off', 'within which time off lies', aPractice({ timeOff: [timeOff('08:10', '08:20')] })],
  ['notice', 'that begins too soon', aPractice({}, { minNoticeMinutes: (at('08:00') - now) / 60_000 + 1 })],
  ['horizon', 'that is too far away', aPractice({}, { horizonDays: 6 })],
];

describe('a slot', () => {
  it.each(closing)('is closed by %s where it is one %s', (reason, _, practice) => {
    const range = { from: at('08:00'), to: at('08:30') };

    expect(slotAt(practice, at('08:00'), now)).toBe(reason);
    expect(slotsIn(practice, range, now, free)).toEqual({ slots: [], reasons: { [reason]: 1 } });
    expect(firstFree(practice, { from: at('08:00'), to: at('08:00') }, now, free)).toBeUndefined();
  });

  it.each([
    ['opening hours that touch', aPractice({ openingHours: [...daily('08:00', '08:10'), ...daily('08:10', '08:30')] })],
    [
      'closures around its date',
      aPractice({ closures: ['2027-06-06', '2027-06-08'].map((day) => ({ from: day, to: day })) }),
    ],
    ['time off around it', aPractice({ timeOff: [timeOff('07:00', '08:00'), timeOff('08:30', '09:00')] })],
    ['all of its notice', aPractice({}, { minNoticeMinutes: (at('08:00') - now) / 60_000 })],
  ])('is free with %s', (_, practice) => {
    expect(slotAt(practice, at('08:00'), now)).toMatchObject({ start: at('08:00') });
  });

  it('is free up to the last instant of the horizon, which is of days of 24 hours', () => {
    const practice = aPractice({}, { horizonDays: 6 });
    const then = at('08:00') - 6 * 86_400_000;

    expect(horizonOf(practice, then)).toBe(at('08:00'));
    expect(slotAt(practice, at('08:00'), then)).toMatchObject({ start: at('08:00') });
    expect(slotAt(practice, at('08:00'), then - 1)).toBe('horizon');
  });

  it('that is past has no notice, and that begins now has enough where none is asked for', () => {
    expect(slotAt(aPractice(), at('08:00'), at('08:00') + 1)).toBe('notice');
    expect(slotAt(aPractice(), at('08:00'), at('08:00'))).toMatchObject({ start: at('08:00') });
  });

  it.each([at('08:10'), at('08:00') + 1, at('12:00'), instant('9999-12-31T23:45:00Z')])(
    'begins at no other instant than those of the hours: %d',
    (start) => {
      const practice = aPractice({ timeZone: 'Etc/GMT-1' }, { weekly: daily('09:00', '10:00') });

      expect(slotAt(practice, start, now)).toBe('not_working');
    },
  );

  it('that is kept since before needs neither notice nor horizon, and all the rest', () => {
    const held = (fields: Partial<Practice>) =>
      heldSlotAt({ ...aPractice(fields, { minNoticeMinutes: 43_200, horizonDays: 1 }) }, at('08:00'));

    expect(held({})).toEqual({ start: at('08:00'), end: at('08:30'), busyUntil: at('08:30') });
    expect(held({ openingHours: [] })).toBe('closed');
    expect(held({ timeOff: [timeOff('08:00', '09:00')] })).toBe('time_off');
    expect(heldSlotAt(aPractice(), at('08:10'))).toBe('not_working');
  });

  it('is told the first of the reasons that close it', () => {
    const reasonsOf = (fields: Partial<Practice>, minNoticeMinutes: number) =>
      slotsIn(
        aPractice({ timeOff: [timeOff('08:00', '08:30')], ...fields }, { minNoticeMinutes, horizonDays: 1 }),
        { from: at('08:00'), to: at('08:30') },
        now,
        () => true,
      ).reasons;

    expect(reasonsOf({ openingHours: [] }, 43_200)).toEqual({ closed: 1 });
    expect(reasonsOf({}, 43_200)).toEqual({ time_off: 1 });
    expect(reasonsOf({ timeOff: [] }, 43_200)).toEqual({ notice: 1 });
    expect(reasonsOf({ timeOff: [] }, 0)).toEqual({ horizon: 1 });
  });

  it('is taken by whoever has its time and its buffer, and counted so', () => {
    const practice = aPractice({}, { weekly: daily('08:00', '10:00'), bufferMinutes: 5 });
    const booked = { from: at('08:30'), to: at('08:36') };
    const isTaken: IsTaken = ({ start, busyUntil }) => start < booked.to && booked.from < busyUntil;

    const found = slotsIn(practice, wholeDay, now, isTaken);

    expect(found.slots.map(timeOf)).toEqual(['09:10']);
    expect(found.reasons).toEqual({ taken: 2 });
  });
});

describe('the first free slot', () => {
  const practice = aPractice({ timeOff: [timeOff('08:00', '08:45')] }, { weekly: daily('08:00', '10:00') });
  const startOf = (range: { from: number; to: number }, isTaken = free, then = now) =>
    firstFree(practice, range, then, isTaken)?.start;

  it('is the first that nothing closes', () => {
    expect(startOf(wholeDay)).toBe(at('09:00'));
    expect(startOf(wholeDay, ({ start }) => start === at('09:00'))).toBe(at('09:30'));
    expect(startOf(wholeDay, free, at('09:01'))).toBe(at('09:30'));
  });

  it('begins in the range, in which it need not end', () => {
    expect(startOf({ from: at('09:00'), to: at('09:00') })).toBe(at('09:00'));
    expect(startOf({ from: at('09:00') + 1, to: at('09:30') - 1 })).toBeUndefined();
  });

  it('may lie on a later date, up to the horizon', () => {
    const year = { from: now, to: now + 10 * 365 * 86_400_000 };
    const seen: number[] = [];

    expect(startOf({ ...year, from: at('10:00') })).toBe(at('08:00') + 86_400_000);
    expect(startOf(year, ({ start }) => seen.push(start) > 0)).toBeUndefined();
    expect(seen.at(-1)).toBe(instant('2028-05-30T09:30Z'));
  });

  it('is looked for no further than it lies', () => {
    const seen: number[] = [];

    firstFree(practice, { from: at('09:00'), to: at('09:00') + 365 * 86_400_000 }, now, ({ start }) => {
      seen.push(start);
      return start === at('09:00');
    });

    expect(seen).toEqual([at('09:00'), at('09:30')]);
  });
});

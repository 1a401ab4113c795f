import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  endsAfterItBegins,
  inWeeklyOrder,
  minutesByFive,
  overlapOnOneDay,
  wallTime,
  wallTimeOrMidnight,
  weekday,
} from '../../../../lib/domains/clinic/wall-times.ts';

const takes = (schema: z.ZodType, values: readonly unknown[]) =>
  values.filter((value) => schema.safeParse(value).success);

describe('a time of the wall clock', () => {
  it.each(['00:00', '08:05', '19:55', '23:55'])('may be %s', (time) => {
    expect(wallTime().parse(time)).toBe(time);
    expect(wallTimeOrMidnight().parse(time)).toBe(time);
  });

  it('is midnight at the end of a day alone', () => {
    expect(takes(wallTimeOrMidnight(), ['24:00'])).toEqual(['24:00']);
    expect(takes(wallTime(), ['24:00'])).toEqual([]);
  });

  it.each(['08:01', '08:59', '24:05', '25:00', '8:00', '08:0', '08:60', '08: 00', '08:00:00', '٠٨:٠٠', '', 800])(
    'is not %j',
    (time) => {
      expect(takes(z.union([wallTime(), wallTimeOrMidnight()]), [time])).toEqual([]);
    },
  );
});

describe('a day of the week', () => {
  it('is one of 1 to 7', () => {
    expect(takes(weekday(), [0, 1, 1.5, 7, 8, '1'])).toEqual([1, 7]);
  });
});

describe('a number of minutes', () => {
  it('is a multiple of five within its bounds', () => {
    expect(takes(minutesByFive(5, 60), [0, 5, 7, 7.5, 60, 65, '10'])).toEqual([5, 60]);
  });
});

describe('ranges of wall time', () => {
  const range = (from: string, to: string, day?: number) => ({ from, to, ...(day && { day }) });

  it('end after they begin', () => {
    const ordered = z.object({ from: wallTime(), to: wallTimeOrMidnight() }).refine(...endsAfterItBegins);

    const good = [range('08:00', '08:05'), range('00:00', '24:00')];

    expect(takes(ordered, [...good, range('08:00', '08:00'), range('18:00', '08:00')])).toEqual(good);
    expect(ordered.safeParse(range('09:00', '08:00')).error?.issues).toMatchObject([{ path: ['to'] }]);
  });

  it.each([
    ['none', []],
    ['those that touch', [range('12:00', '18:00'), range('08:00', '12:00')]],
    ['those of two days', [range('08:00', '18:00', 1), range('08:00', '18:00', 2)]],
    [
      'those of one day between which another day is named',
      [range('08:00', '12:00', 1), range('08:00', '18:00', 2), range('12:00', '18:00', 1)],
    ],
  ])('do not overlap: %s', (_, ranges) => {
    expect(overlapOnOneDay(ranges)).toBe(false);
  });

  it.each([
    ['one within another', [range('08:00', '18:00'), range('12:00', '12:05')]],
    ['one twice', [range('08:00', '18:00', 3), range('08:00', '18:00', 3)]],
    ['by five minutes', [range('11:55', '18:00'), range('08:00', '12:00')]],
    ['of one day in any order', [range('12:00', '18:00', 1), range('08:00', '18:00', 2), range('08:00', '12:05', 1)]],
  ])('overlap: %s', (_, ranges) => {
    expect(overlapOnOneDay(ranges)).toBe(true);
  });

  it('are in order by day, then by time, and what was given stays as it was', () => {
    const given = [range('08:00', '12:00', 7), range('13:00', '18:00', 1), range('08:00', '12:00', 1)];

    expect(inWeeklyOrder(given)).toEqual([given[2], given[1], given[0]]);
    expect(given[0]?.day).toBe(7);
  });
});

import { describe, expect, it } from '@jest/globals';
import { changesOf } from '../../lib/zone-changes.ts';
import { zoneNames } from '../../lib/zone-lines.ts';
import { offsetAt, startOfDay, toInstants, toWall } from '../../lib/zoned-time.ts';
import { seededRandom } from '../support/random.ts';

const instantsOf = (date: string, time: string, zone: string) =>
  toInstants({ date, time }, zone).map((instant) => instant.toISOString());

describe('a wall clock', () => {
  it.each([
    ['America/Winnipeg', '2026-12-01T14:00:00.000Z'],
    ['America/Rainy_River', '2026-12-01T14:00:00.000Z'],
    ['America/Inuvik', '2026-12-01T15:00:00.000Z'],
    ['America/Havana', '2026-12-01T13:00:00.000Z'],
    ['Cuba', '2026-12-01T13:00:00.000Z'],
    ['America/Edmonton', '2026-12-01T15:00:00.000Z'],
    ['America/Vancouver', '2026-12-01T16:00:00.000Z'],
    ['Africa/Casablanca', '2026-12-01T09:00:00.000Z'],
  ])('of %s shows 09:00 on 1 December 2026 by the rules of 2026f', (zone, instant) => {
    expect(instantsOf('2026-12-01', '09:00', zone)).toEqual([instant]);
  });

  it.each([
    ['New York', 'America/New_York', '2027-03-14', '02:30', []],
    ['New York', 'America/New_York', '2027-11-07', '01:30', ['2027-11-07T05:30:00.000Z', '2027-11-07T06:30:00.000Z']],
    [
      'Lord Howe',
      'Australia/Lord_Howe',
      '2027-04-04',
      '01:30',
      ['2027-04-03T14:30:00.000Z', '2027-04-03T15:00:00.000Z'],
    ],
    ['Troll', 'Antarctica/Troll', '2027-03-28', '00:59:59', ['2027-03-28T00:59:59.000Z']],
    ['Troll', 'Antarctica/Troll', '2027-03-28', '01:00', []],
    ['Troll', 'Antarctica/Troll', '2027-03-28', '02:59:59', []],
    ['Troll', 'Antarctica/Troll', '2027-03-28', '03:00', ['2027-03-28T01:00:00.000Z']],
  ])('that passes an hour over or shows it twice, in %s, is read so (%s, %s %s)', (_, zone, date, time, instants) => {
    expect(instantsOf(date, time, zone)).toEqual(instants);
  });

  it('changes at the minute, which is no whole hour at Casey', () => {
    const change = Date.parse('2022-10-01T16:01:00Z');

    expect([change - 1, change].map((instant) => offsetAt('Antarctica/Casey', instant))).toEqual([480, 660]);
  });

  it('goes on after 2037 by the rules of today, and after 2099 without any', () => {
    const hours = (instant: string) => offsetAt('Europe/Berlin', Date.parse(instant)) / 60;

    expect(instantsOf('2040-07-01', '09:00', 'America/New_York')).toEqual(['2040-07-01T13:00:00.000Z']);
    expect(['2040-01-01', '2040-07-01', '2099-07-01', '2100-07-01'].map(hours)).toEqual([1, 2, 2, 1]);
  });

  it('shows before 2020 what it showed as 2020 began', () => {
    expect(toWall(new Date('2019-07-01T12:00:00Z'), 'Europe/Berlin')).toEqual({
      date: '2019-07-01',
      time: '13:00:00',
      offset: 60,
    });
  });

  it('of no zone, or with a time that no clock has, is refused', () => {
    expect(() => toWall(new Date(0), 'Mars/Olympus')).toThrow(new RangeError('Mars/Olympus is not a time zone'));
    expect(() => toInstants({ date: '2027-13-01', time: '09:00' }, 'UTC')).toThrow(RangeError);
  });

  it.each([
    ['2026-02-30', '09:00'],
    ['2026-04-31', '09:00'],
    ['2026-02-29', '09:00'],
    ['2026-00-01', '09:00'],
    ['2026-01-00', '09:00'],
    ['2026', '09:00'],
    ['2026-03', '09:00'],
    ['+002026-01-01', '09:00'],
    ['2026-01-01', '24:00'],
    ['2026-01-01', '09:60'],
    ['2026-01-01', '09:00:60'],
    ['2026-01-01', '09:00:00.5'],
    ['2026-01-01', '9:00'],
    ['2026-01-01', '09'],
    ['2026-01-01', ''],
  ])('never shows %s %s', (date, time) => {
    expect(() => toInstants({ date, time }, 'UTC')).toThrow(new RangeError(`${date} ${time} is not on a clock`));
  });

  it('shows the last day of February in a leap year, and the first and last years of four digits', () => {
    expect(instantsOf('2028-02-29', '23:59:59', 'UTC')).toEqual(['2028-02-29T23:59:59.000Z']);
    expect(instantsOf('0000-01-01', '00:00', 'UTC')).toEqual(['0000-01-01T00:00:00.000Z']);
    expect(toWall(new Date('9999-12-31T23:59:59Z'), 'UTC')).toMatchObject({ date: '9999-12-31', time: '23:59:59' });
  });

  it.each([
    ['after 9999 by UTC', '+010000-01-01T00:00:00Z', 'UTC'],
    ['after 9999 by the wall alone', '9999-12-31T23:30:00Z', 'Europe/Berlin'],
    ['before 0000 by the wall alone', '0000-01-01T00:30:00Z', 'America/New_York'],
    ['at no time', 'never', 'UTC'],
  ])('shows nothing %s', (_, instant, zone) => {
    expect(() => toWall(new Date(instant), zone)).toThrow(RangeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('has no offset at %p', (instant) => {
    expect(() => offsetAt('UTC', instant)).toThrow(new RangeError(`${instant} is not an instant`));
  });
});

describe('a day', () => {
  it.each([
    ['at midnight', 'Europe/Berlin', '2027-04-30', '2027-04-29T22:00:00.000Z'],
    ['at one o’clock where clocks pass midnight over', 'Africa/Cairo', '2027-04-30', '2027-04-29T22:00:00.000Z'],
    ['at the first of two midnights', 'America/Havana', '2028-11-05', '2028-11-05T04:00:00.000Z'],
  ])('begins %s', (_, zone, date, instant) => {
    expect(startOfDay(date, zone).toISOString()).toBe(instant);
  });

  it.each(['2026-02-30', '2026-04-31', '2026'])('that no calendar has does not begin: %s', (date) => {
    expect(() => startOfDay(date, 'UTC')).toThrow(RangeError);
  });

  it('of Cairo begins at 01:00 when summer does', () => {
    expect(toWall(startOfDay('2027-04-30', 'Africa/Cairo'), 'Africa/Cairo')).toMatchObject({
      date: '2027-04-30',
      time: '01:00:00',
    });
  });
});

const zones = zoneNames();
const instantsPerZone = 10;
const changesPerZone = 4;

describe('in every zone', () => {
  it('an instant is among those of what the clock shows then', () => {
    const random = seededRandom(45);
    const [from, to] = [Date.UTC(2020, 0), Date.UTC(2100, 0)];
    const lost = zones.flatMap((zone) =>
      Array.from({ length: instantsPerZone }, () => {
        const instant = from + Math.floor((random() * (to - from)) / 1_000) * 1_000;
        const found = toInstants(toWall(new Date(instant), zone), zone).map(Number);
        return found.includes(instant) ? [] : [`${zone} ${new Date(instant).toISOString()}`];
      }).flat(),
    );

    expect(lost).toEqual([]);
  });

  it('a second around each change is found again, also when it comes twice, in the order of time', () => {
    const seen = new Set<string>();
    const wrong = zones.flatMap((zone) => {
      const { at } = changesOf(zone);
      const some = at
        .slice(0, changesPerZone)
        .flatMap((change) => [-1, 0, 1].map((second) => change * 60_000 + second * 1_000));
      return some.filter((instant) => {
        const found = toInstants(toWall(new Date(instant), zone), zone).map(Number);
        seen.add(String(found.length));
        return !found.includes(instant) || found.some((each, nth) => nth > 0 && each <= (found[nth - 1] ?? 0));
      });
    });

    expect(wrong).toEqual([]);
    expect([...seen].sort()).toEqual(['1', '2']);
  });

  it('changes come one after the other, more than two days apart, each by less than a day', () => {
    const wrong = zones.filter((zone) => {
      const { at, offsets } = changesOf(zone);
      const isClose = at.some((change, nth) => nth > 0 && change - (at[nth - 1] ?? 0) <= 2 * 1_440);
      return isClose || offsets.length !== at.length + 1 || offsets.some((offset) => Math.abs(offset) >= 1_440);
    });

    expect(wrong).toEqual([]);
  });
});

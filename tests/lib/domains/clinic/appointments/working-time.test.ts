import { describe, expect, it } from '@jest/globals';
import { toWall } from '../../../../../lib/zoned-time.ts';
import { aPractice, daily, startsBetween } from '../../../../support/slots/practices.ts';

const newYork = 'America/New_York';

/** The starts of the slots of all day, or of other hours, by UTC. */
function startsOf(timeZone: string, from: string, to: string, hours = ['00:00', '24:00'], slotMinutes = 30) {
  const [opens = '', ends = ''] = hours;
  return startsBetween(aPractice({ timeZone }, { weekly: daily(opens, ends), slotMinutes }), from, to);
}

/** When the slots of a date begin that its clocks show at a time. */
function startsShownAt(timeZone: string, date: string, time: string): string[] {
  const around = startsOf(timeZone, `${date}T00:00+14:00`, `${date}T24:00-12:00`);
  return around.filter((start) => {
    const wall = toWall(new Date(start), timeZone);
    return wall.date === date && wall.time === `${time}:00`;
  });
}

describe('slots where the clocks change', () => {
  it.each([
    [newYork, '2027-03-14', '01:30', ['2027-03-14T06:30Z']],
    [newYork, '2027-03-14', '02:00', []],
    [newYork, '2027-03-14', '02:30', []],
    [newYork, '2027-03-14', '03:00', ['2027-03-14T07:00Z']],
    [newYork, '2027-11-07', '00:30', ['2027-11-07T04:30Z']],
    [newYork, '2027-11-07', '01:00', ['2027-11-07T05:00Z', '2027-11-07T06:00Z']],
    [newYork, '2027-11-07', '01:30', ['2027-11-07T05:30Z', '2027-11-07T06:30Z']],
    [newYork, '2027-11-07', '02:00', ['2027-11-07T07:00Z']],
    ['Australia/Lord_Howe', '2027-10-03', '01:30', ['2027-10-02T15:00Z']],
    ['Australia/Lord_Howe', '2027-10-03', '02:00', []],
    ['Australia/Lord_Howe', '2027-10-03', '02:30', ['2027-10-02T15:30Z']],
    ['Australia/Lord_Howe', '2027-04-04', '01:30', ['2027-04-03T14:30Z', '2027-04-03T15:00Z']],
    ['Africa/Cairo', '2027-10-28', '23:00', ['2027-10-28T20:00Z', '2027-10-28T21:00Z']],
    ['Africa/Cairo', '2027-10-29', '00:00', ['2027-10-28T22:00Z']],
  ])('are offered when clocks show them, in %s on %s at %s: %j', (zone, date, time, starts) => {
    expect(startsShownAt(zone, date, time)).toEqual(starts);
  });

  it('are more on a day that is longer, and fewer on one that is shorter', () => {
    expect(startsOf(newYork, '2027-03-14T05:00Z', '2027-03-15T04:00Z')).toHaveLength(46);
    expect(startsOf(newYork, '2027-11-07T04:00Z', '2027-11-08T05:00Z')).toHaveLength(50);
    expect(startsOf('Australia/Lord_Howe', '2027-10-02T13:30Z', '2027-10-03T13:00Z')).toHaveLength(47);
  });

  it('are as many as the instants at which their hours are shown', () => {
    expect(startsOf(newYork, '2027-03-14T05:00Z', '2027-03-15T04:00Z', ['02:00', '03:00'])).toEqual([]);
    expect(startsOf(newYork, '2027-11-07T04:00Z', '2027-11-08T05:00Z', ['01:00', '02:00'])).toEqual([
      '2027-11-07T05:00Z',
      '2027-11-07T05:30Z',
      '2027-11-07T06:00Z',
      '2027-11-07T06:30Z',
    ]);
  });

  it.each([
    ['Africa/Cairo', '2027-04-29T22:00Z', '2027-04-30T21:00Z'],
    ['Asia/Beirut', '2027-03-27T22:00Z', '2027-03-28T21:00Z'],
    ['America/Asuncion', '2020-10-04T04:00Z', '2020-10-05T03:00Z'],
  ])('begin at 01:00 where midnight is skipped, in %s', (zone, from, to) => {
    expect(startsOf(zone, from, to)[0]).toBe(from);
    expect(startsOf(zone, from, to)).toHaveLength(46);
    expect(startsOf(zone, from, to, ['00:00', '01:00'])).toEqual([]);
  });

  it('are cut by the wall clock, so that those after a skipped hour lie where they lie on other days', () => {
    const starts = startsOf(newYork, '2027-03-14T05:00Z', '2027-03-15T04:00Z', ['00:00', '05:00'], 50);

    // 00:00, 00:50 and 01:40 are shown, 02:30 is skipped, and 03:20 and 04:10 are shown again.
    expect(starts.map((start) => start.slice(11, 16))).toEqual(['05:00', '05:50', '06:40', '07:20', '08:10']);
  });

  it('last as long as ever, also over a skipped hour, and end within their hours', () => {
    const from = '2027-03-14T05:00Z';

    expect(startsOf(newYork, from, '2027-03-15T04:00Z', ['01:30', '04:30'], 60)).toEqual([
      '2027-03-14T06:30Z',
      '2027-03-14T07:30Z',
    ]);
    expect(startsOf(newYork, from, '2027-03-15T04:00Z', ['01:30', '03:15'], 60)).toEqual([]);
  });

  it('may overlap where an hour is skipped, until one of them is booked', () => {
    // 01:30 lasts until 03:15.
    expect(startsOf(newYork, '2027-03-14T05:00Z', '2027-03-15T04:00Z', ['00:00', '04:00'], 45)).toEqual([
      '2027-03-14T05:00Z',
      '2027-03-14T05:45Z',
      '2027-03-14T06:30Z',
      '2027-03-14T07:00Z',
    ]);
  });

  it('do not run into a part of the repeated hour that lies outside of their hours', () => {
    const [from, to] = ['2027-11-07T04:00Z', '2027-11-08T05:00Z'];

    // At 01:30 comes 01:45 and then 01:00, which is not of these hours; an hour later comes 02:15.
    expect(startsOf(newYork, from, to, ['01:30', '02:30'], 45)).toEqual(['2027-11-07T06:30Z']);
    expect(startsOf(newYork, from, to, ['01:00', '01:45'], 45)).toEqual(['2027-11-07T05:00Z', '2027-11-07T06:00Z']);
    expect(startsOf(newYork, from, to, ['00:45', '01:45'], 60)).toEqual(['2027-11-07T04:45Z']);
    expect(startsOf(newYork, from, to, ['00:30', '02:30'], 60)).toEqual([
      '2027-11-07T04:30Z',
      '2027-11-07T05:30Z',
      '2027-11-07T06:30Z',
    ]);
  });

  it('lie in order also where two of the hours come twice', () => {
    const weekly = [
      { day: 7, from: '01:00', to: '01:30', breaks: [] },
      { day: 7, from: '01:35', to: '01:55', breaks: [] },
    ];

    expect(
      startsBetween(
        aPractice({ timeZone: newYork }, { weekly, slotMinutes: 20 }),
        '2027-11-07T04:00Z',
        '2027-11-08T05:00Z',
      ),
    ).toEqual(['2027-11-07T05:00Z', '2027-11-07T05:35Z', '2027-11-07T06:00Z', '2027-11-07T06:35Z']);
  });

  it('are of the minute at which the clocks change, which need not be one of their grid', () => {
    // At 16:01Z, Casey’s clocks go from 00:01 to 03:01.
    const day = startsOf('Antarctica/Casey', '2022-10-01T16:00Z', '2022-10-02T13:00Z');

    expect(day.slice(0, 2)).toEqual(['2022-10-01T16:00Z', '2022-10-01T16:30Z']);
    expect(startsOf('Antarctica/Casey', '2022-10-01T16:00Z', '2022-10-02T13:00Z', ['00:30', '03:30'])).toEqual([]);
  });

  it.each([
    ['but for a part of the repeated hour', '2027-11-07', '01:00', [['01:00', '01:55']], ['05:00', '06:00']],
    ['all of the repeated hour', '2027-11-07', '01:00', [['01:00', '02:00']], ['05:00', '05:55', '06:00']],
    [
      'on both sides of the skipped hour',
      '2027-03-14',
      '01:30',
      [
        ['01:00', '02:00'],
        ['03:00', '04:00'],
      ],
      ['06:30'],
    ],
    [
      'not long enough before the skipped hour',
      '2027-03-14',
      '01:30',
      [
        ['01:00', '01:55'],
        ['03:00', '04:00'],
      ],
      [],
    ],
  ])('are judged by the hours of a clinic in the same way, which is open %s', (_, date, from, open, starts) => {
    const openingHours = open.flatMap(([opens = '', ends = '']) => daily(opens, ends));
    const practice = aPractice({ timeZone: newYork, openingHours }, { weekly: daily(from, '04:00'), slotMinutes: 55 });

    expect(startsBetween(practice, `${date}T04:00Z`, `${date}T07:30Z`)).toEqual(
      starts.map((start) => `${date}T${start}Z`),
    );
  });
});

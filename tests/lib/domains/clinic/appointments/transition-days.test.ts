import { describe, expect, it } from '@jest/globals';
import { firstFree, slotAt, slotsIn } from '../../../../../lib/domains/clinic/appointments/availability.ts';
import { changesOf } from '../../../../../lib/zone-changes.ts';
import { namesOf, zoneLine, zoneNames } from '../../../../../lib/zone-lines.ts';
import { toWall } from '../../../../../lib/zoned-time.ts';
import { seededRandom } from '../../../../support/random.ts';
import { sizes } from '../../../../support/sizes.ts';
import { clocksByIntl, fiveMinutes, type Shown, shownByIntl } from '../../../../support/slots/clocks-by-intl.ts';
import { aPractice, daily, startsBetween } from '../../../../support/slots/practices.ts';
import { practiceMaker } from '../../../../support/slots/random-practice.ts';
import { createOracle, type Verdict } from '../../../../support/slots/slot-oracle.ts';

const minute = 60_000;
const hour = 60 * minute;
const [firstYear, lastYear] = [2026, 2030];
const [begins, ends] = [Date.UTC(firstYear, 0), Date.UTC(lastYear + 1, 0)];

/**
 * Node 24.21 has version 2026c of IANA's table, and 2026f of 29 October 2026 moved these, with the links that share their lines:
 * Winnipeg, Rainy River and Inuvik stay in summer's hour, and so does Havana until November 2027.
 */
const behind = ['America/Havana', 'America/Inuvik', 'America/Winnipeg'].flatMap((zone) =>
  namesOf(zoneLine(zone) ?? ''),
);

/** One name a line: the zones of a line have the same changes. */
const zones = [...new Set(zoneNames().map((zone) => zoneLine(zone) ?? ''))].map((line) => namesOf(line)[0] ?? '');

const changesOfYears = (zone: string) =>
  changesOf(zone)
    .at.map((at) => at * minute)
    .filter((at) => begins <= at && at < ends);

/** Whether Intl shows at each change, and in the middle of each month, what the table says. */
function differsFromIntl(zone: string): boolean {
  const months = Array.from({ length: 12 * (lastYear - firstYear + 1) }, (_, nth) => Date.UTC(firstYear, nth, 15));
  return [...months, ...changesOfYears(zone).flatMap((at) => [at - minute, at])].some((instant) => {
    const [wall, shown] = [toWall(new Date(instant), zone), shownByIntl(instant, zone)];
    return `${wall.date} ${wall.time}` !== `${shown.date} ${shown.time}:00`;
  });
}

const random = seededRandom(62);
const makePractice = practiceMaker(random);

/** In any order, so that the first of them are of many zones. */
const changes = zones
  .filter((zone) => !behind.includes(zone))
  .flatMap((zone) => changesOfYears(zone).map((change) => ({ zone, change, order: random() })))
  .sort((one, other) => one.order - other.order);

/** The day of a change, the one before it and the one after. */
const rangeAround = (change: number) => ({ from: change - 48 * hour, to: change + 48 * hour });

interface Asked {
  readonly practice: ReturnType<typeof makePractice>['practice'];
  readonly now: number;
  readonly range: { readonly from: number; readonly to: number };
  readonly clocks: ReadonlyMap<number, Shown>;
}

/** What the definition says of each instant, and therefore of the range. */
function judged({ practice, now, range, clocks }: Asked) {
  const judge = createOracle(practice, clocks, now);
  const all = [...clocks].map(([instant, { date }]) => ({ instant, date, verdict: judge(instant) }));
  const around = all.filter(({ instant }) => range.from <= instant && instant < range.to);
  const within = around.filter(({ instant }) => instant + practice.schedule.slotMinutes * minute <= range.to);
  const working = new Set(all.filter(({ verdict }) => verdict !== 'not_working').map(({ date }) => date));
  const idle = new Set(around.map(({ date }) => date).filter((date) => !working.has(date)));
  const closed = within
    .map(({ verdict }) => verdict)
    .filter((verdict) => verdict !== 'free' && verdict !== 'not_working');
  return {
    verdicts: around.map(({ verdict }) => verdict),
    offered: within.filter(({ verdict }) => verdict === 'free').map(({ instant }) => instant),
    reasons: tally([...closed, ...Array.from(idle, () => 'not_working' as const)]),
    first: around.find(({ verdict }) => verdict === 'free')?.instant,
  };
}

/** What the product says of the same. */
function told({ practice, now, range, clocks }: Asked): ReturnType<typeof judged> {
  const { slots, reasons } = slotsIn(practice, range, now, () => false);
  const around = [...clocks.keys()].filter((instant) => range.from <= instant && instant < range.to);
  return {
    verdicts: around.map((instant) => verdictOf(slotAt(practice, instant, now))),
    offered: slots.map(({ start }) => start),
    reasons,
    first: firstFree(practice, { ...range, to: range.to - 1 }, now, () => false)?.start,
  };
}

function verdictOf(answer: ReturnType<typeof slotAt>): Verdict {
  return typeof answer === 'string' ? answer : 'free';
}

function tally(verdicts: readonly Verdict[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const verdict of verdicts) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

describe('around each change of clocks, in every zone', () => {
  it('what is offered is what can be booked, and what lies inside the hours by the clocks of Intl', () => {
    const seen = new Set<Verdict>();
    for (const { zone, change } of changes.slice(0, sizes.transitionDays)) {
      const range = rangeAround(change);
      const clocks = clocksByIntl(zone, range.from - 25 * hour, range.to + 25 * hour);
      for (let nth = 0; nth < sizes.practicesADay; nth += 1) {
        const asked = { ...makePractice(change, zone), range, clocks };
        const expected = judged(asked);

        // The practice stands on both sides, so that a failure shows it.
        expect({ asked: asked.practice, now: asked.now, ...told(asked) }).toEqual({
          ...{ asked: asked.practice, now: asked.now },
          ...expected,
        });
        for (const verdict of expected.verdicts) seen.add(verdict);
      }
    }

    expect([...seen].sort()).toEqual(['closed', 'free', 'horizon', 'not_working', 'notice', 'time_off']);
  });

  it('no date is left out, and none comes back that was over', () => {
    const dateOf = (minutes: number) => Math.floor(minutes / 1_440);
    const odd = zones.filter((zone) => {
      const { at, offsets } = changesOf(zone);
      const steps = at.map(
        (change, nth) => dateOf(change + (offsets[nth + 1] ?? 0)) - dateOf(change - 1 + (offsets[nth] ?? 0)),
      );
      return steps.some((step) => step < 0 || step > 1);
    });

    expect(odd).toEqual([]);
  });

  it('changes lie on the five minutes by which the definition is looked at', () => {
    expect(changes.filter(({ change }) => change % fiveMinutes !== 0)).toEqual([]);
    expect(changes.length).toBeGreaterThan(1_000);
  });

  it('Intl is where the table is, but for the zones that moved after its version', () => {
    expect(zoneNames().filter((zone) => !behind.includes(zone) && differsFromIntl(zone))).toEqual([]);
  });
});

/** Where clocks change by 2026c or by 2026f: a day, an hour of it, how many slots the day has, and when those of the hour begin. */
const written: [string, [from: string, to: string], [string, string], number, string[]][] = [
  ['America/Winnipeg', ['2026-11-01T05:00Z', '2026-11-02T05:00Z'], ['01:00', '02:00'], 48, ['06:00', '06:30']],
  ['America/Winnipeg', ['2027-03-14T05:00Z', '2027-03-15T05:00Z'], ['02:00', '03:00'], 48, ['07:00', '07:30']],
  ['America/Winnipeg', ['2030-11-03T05:00Z', '2030-11-04T05:00Z'], ['01:00', '02:00'], 48, ['06:00', '06:30']],
  ['America/Rainy_River', ['2026-11-01T05:00Z', '2026-11-02T05:00Z'], ['01:00', '02:00'], 48, ['06:00', '06:30']],
  ['Canada/Central', ['2027-03-14T05:00Z', '2027-03-15T05:00Z'], ['02:00', '03:00'], 48, ['07:00', '07:30']],
  ['America/Inuvik', ['2026-11-01T06:00Z', '2026-11-02T06:00Z'], ['01:00', '02:00'], 48, ['07:00', '07:30']],
  ['America/Inuvik', ['2027-03-14T06:00Z', '2027-03-15T06:00Z'], ['02:00', '03:00'], 48, ['08:00', '08:30']],
  ['America/Inuvik', ['2030-11-03T06:00Z', '2030-11-04T06:00Z'], ['01:00', '02:00'], 48, ['07:00', '07:30']],
  ['America/Havana', ['2026-11-01T04:00Z', '2026-11-02T04:00Z'], ['00:00', '01:00'], 48, ['04:00', '04:30']],
  ['Cuba', ['2027-03-14T04:00Z', '2027-03-15T04:00Z'], ['00:00', '01:00'], 48, ['04:00', '04:30']],
  ['Cuba', ['2027-11-07T04:00Z', '2027-11-08T05:00Z'], ['00:00', '01:00'], 50, ['04:00', '04:30', '05:00', '05:30']],
  ['America/Havana', ['2028-03-12T05:00Z', '2028-03-13T04:00Z'], ['00:00', '01:00'], 46, []],
];

describe('in the zones in which Intl is behind', () => {
  it.each(written)('%s has, by the table, on the day of %j from %j, of %d slots, those at %j', (...day) => {
    const [timeZone, [from, to], [opens, ends], count, starts] = day;
    const hour = aPractice({ timeZone }, { weekly: daily(opens, ends) });

    expect(startsBetween(aPractice({ timeZone }), from, to)).toHaveLength(count);
    expect(startsBetween(hour, from, to).map((start) => start.slice(11, 16))).toEqual(starts);
  });

  it('each has its written values', () => {
    expect(new Set(written.map(([zone]) => zone))).toEqual(new Set(behind));
  });
});

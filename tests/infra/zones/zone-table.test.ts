import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../../infra/functions.ts';
import { readMomentTimezone } from '../../../infra/zones/moment-timezone.ts';
import { type Change, unpack } from '../../../infra/zones/packed-zones.ts';
import { divide } from '../../../infra/zones/yearly-rules.ts';
import { zoneTableModule } from '../../../infra/zones/zone-table-module.ts';
import { firstYear } from '../../../lib/zone-changes.ts';
import { zoneNames } from '../../../lib/zone-lines.ts';
import { offsetAt } from '../../../lib/zoned-time.ts';

/** What moment-timezone itself makes of its table: when its offsets end, in milliseconds, and minutes west of Greenwich. */
interface MomentZone {
  readonly untils: readonly number[];
  readonly offsets: readonly number[];
}
const moment: { readonly tz: { zone(name: string): MomentZone } } = createRequire(import.meta.url)('moment-timezone');

/** The rules are the same for ever: what holds to here holds later, as `npm run prove -- zones` shows. */
const lastComparedYear = 2_040;

describe('lib/zone-table.ts', () => {
  it('is what `npm run zones` makes of the installed moment-timezone', () => {
    const { table, released } = readMomentTimezone();

    expect(readFileSync(path.join(root, 'lib/zone-table.ts'), 'utf8')).toBe(zoneTableModule(table, released));
  });

  it('changes each zone’s clocks when moment-timezone does, and not otherwise', () => {
    const [from, to] = [Date.UTC(firstYear, 0), Date.UTC(lastComparedYear + 1, 0)];
    const wrong = zoneNames().flatMap((zone) => {
      const { untils, offsets } = moment.tz.zone(zone);
      const eras = untils.map((until, at) => ({ from: untils[at - 1] ?? 0, until, offset: -(offsets[at] ?? 0) }));
      return eras
        .filter((era) => era.until > from && era.from < to)
        .filter((era) =>
          [Math.max(era.from, from) + 1, Math.min(era.until, to) - 1_000].some(
            (at) => offsetAt(zone, at) !== era.offset,
          ),
        )
        .map((era) => `${zone} ${era.from}`);
    });

    expect(wrong).toEqual([]);
  });
});

describe('a packed zone', () => {
  it('is read in base 60, with fractions, and without changes of an abbreviation alone', () => {
    // Two hours west by a second past the minute at first, then one hour east, called by two names.
    const { name, changes, last } = unpack('Nowhere/Far|LMT AA BB|20.1 -10 -10|012|-1.w 1.w|9');

    expect(name).toBe('Nowhere/Far');
    expect(changes).toEqual([{ at: expect.closeTo(-1 - 32 / 60), before: expect.closeTo(-120 - 1 / 60), after: 60 }]);
    expect(last).toBe(60);
  });
});

describe('the rules by which a zone goes on', () => {
  const yearly = (from: number, to: number): Change[] =>
    Array.from({ length: to - from + 1 }, (_, year) => from + year).flatMap((year) => [
      { at: Date.UTC(year, 3, 1, 2) / 60_000, before: 0, after: 60 },
      { at: Date.UTC(year, 9, 1, 2) / 60_000, before: 60, after: 0 },
    ]);

  it('must describe each change: the first of a month, whatever the weekday, is no rule', () => {
    expect(() => divide(yearly(2090, 2140))).toThrow('No rule gives');
  });

  it('are none where the clocks do not change any more', () => {
    const changes = yearly(2020, 2030);

    expect(divide(changes)).toEqual({ single: changes, rules: [] });
  });
});

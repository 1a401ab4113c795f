import { firstYear, type YearlyChange } from '../../lib/zone-changes.ts';
import { type PackedTable, unpack } from './packed-zones.ts';
import { divide } from './yearly-rules.ts';

/** Writes lib/zone-table.ts from IANA's table, which was released on the day `released`. */
export function zoneTableModule({ version, zones, links }: PackedTable, released: string): string {
  // `Factory` is the zone of a clock that nobody has set.
  const lines = zones.filter((packed) => !packed.startsWith('Factory|')).map((packed) => lineOf(packed, links));
  return [
    '// Written by `npm run zones`: do not edit.',
    '',
    "/** The version of IANA's table of time zones. */",
    `export const zonesVersion = '${version}';`,
    '',
    '/** The day on which it was packed, `YYYY-MM-DD`. */',
    `export const zonesReleased = '${released}';`,
    '',
    `/**`,
    ` * The zones, one a line: names | minutes east of Greenwich when ${firstYear} began | changes, each as minutes since the one before`,
    ' * (base 36) and the offset that begins | rules of later years, each the offset that begins, month, week, weekday, minutes.',
    ' */',
    `export const zoneTable = \`\n${lines.sort().join('\n')}\n\`;\n`,
  ].join('\n');
}

function lineOf(packed: string, links: readonly string[]): string {
  const { name, changes, last } = unpack(packed);
  const names = [
    name,
    ...links.filter((link) => link.startsWith(`${name}|`)).map((link) => link.slice(name.length + 1)),
  ];
  const start = Date.UTC(firstYear, 0) / 60_000;
  const later = changes.filter(({ at }) => at >= start);
  const { single, rules } = divide(later);
  const told = single.map(({ at, after }, nth) => `${(at - (single[nth - 1]?.at ?? start)).toString(36)}:${after}`);
  return [names.join(' '), later[0]?.before ?? last, told.join(' '), rules.map(textOf).join(' ')].join('|');
}

function textOf({ offset, month, week, weekday, minutes }: YearlyChange): string {
  return [offset, month, week, weekday, minutes].join('.');
}

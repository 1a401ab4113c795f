/** IANA's table as moment-timezone packs it; a zone begins with its name, and a link ends with its own. */
export interface PackedTable {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
}

/** A change of a zone's clocks: when, in minutes since 1970, and minutes east of Greenwich before and after. */
export interface Change {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Reads the name of a packed zone, and its changes; those of its abbreviation alone are none. */
export function unpack(packed: string): { readonly name: string; readonly changes: Change[]; readonly last: number } {
  const [name = '', , offsets = '', indices = '', times = ''] = packed.split('|');
  const east = offsets.split(' ').map((offset) => -numberOf(offset));
  const eras = [...indices].map((index) => east[numberOf(index)] ?? 0);
  let time = 0;
  const changes = times
    .split(' ')
    .filter(Boolean)
    .map((later, era) => {
      time += numberOf(later);
      return { at: whole(time), before: eras[era] ?? 0, after: eras[era + 1] ?? 0 };
    });
  return { name, changes: changes.filter(({ before, after }) => before !== after), last: eras.at(-1) ?? 0 };
}

/** Fractions are of the times before there were zones; added up, they are off by less than a millisecond. */
function whole(minutes: number): number {
  const nearest = Math.round(minutes);
  return Math.abs(minutes - nearest) < 1e-4 ? nearest : minutes;
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

/** A number in base 60, which may have a sign and a fraction. */
function numberOf(text: string): number {
  const [, sign, integer = '', fraction = ''] = /^(-?)([^.]*)\.?(.*)$/.exec(text) ?? [];
  const read = (part: string) => [...part].reduce((sum, digit) => sum * 60 + digits.indexOf(digit), 0);
  return (sign ? -1 : 1) * (read(integer) + read(fraction) / 60 ** fraction.length);
}

import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type Lazy, schema, timeZone } from '../../lib/schemas.ts';
import { zoneNames } from '../../lib/zone-lines.ts';
import { seededRandom } from '../support/random.ts';
import { type SchemaValues, schemaValues } from './schema-values.ts';

/** What is hard on text: cases, forms of Unicode, spaces of every kind, controls, halves of pairs. */
const nasty = [
  ...' Aa\u00a0\u0130\u212a\u00df\u1e9e\u0301\u0308\u2000\u2028\u3000\ufb01\uff21\u3164\u2800\u200d\u{1f469}@.-_/+0',
  '\ud800',
];

function pairOf(value: SchemaValues['takes'][number]): [given: string, kept: unknown] {
  return typeof value === 'string' ? [value, value] : [...value];
}

/** The texts of a table, and as many made of each by putting something nasty in or turning its case. */
function textsFor(values: SchemaValues, random: () => number): string[] {
  const below = (bound: number) => Math.floor(random() * bound);
  const given = [...values.takes.map((value) => pairOf(value)[0]), ...values.refuses];
  return given.flatMap((text) => {
    const at = below(text.length + 1);
    const changed = text.slice(0, at) + nasty[below(nasty.length)] + text.slice(at + below(2));
    return [text, text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), changed, ` ${changed}`];
  });
}

describe('a declared schema', () => {
  it('is made when it is first asked for, and once', () => {
    let times = 0;
    const word = schema(() => {
      times += 1;
      return z.string();
    });
    const timesBefore = times;

    const made = [word(), word(), word()];

    expect(timesBefore).toBe(0);
    expect(times).toBe(1);
    expect(new Set(made).size).toBe(1);
  });

  it('cannot be told by a bare function, which would make it anew each time', () => {
    // @ts-expect-error only what `schema` gives is lazy
    const word: Lazy = () => z.string();

    expect(word()).not.toBe(word());
  });
});

describe.each(schemaValues)('the schema $name', (values) => {
  const { schema, takes, refuses } = values;

  it.each(takes.map(pairOf))('takes %j as %j', (given, kept) => {
    expect(schema.parse(given)).toEqual(kept);
  });

  it.each(refuses)('refuses %j', (given) => {
    expect(schema.safeParse(given).success).toBe(false);
  });

  it('changes nothing of what it gave back', () => {
    const random = seededRandom(20_260_308);

    const kept = textsFor(values, random).flatMap((text) => {
      const { data } = schema.safeParse(text);
      return data === undefined ? [] : [data];
    });

    expect(kept.length).toBeGreaterThan(takes.length);
    expect(kept.map((value) => schema.parse(value))).toEqual(kept);
  });

  it.each([42, null, true, [], {}].map((given) => [given]))('refuses %j, which is no text', (given) => {
    // A number that was read is one that a default may give.
    const isRead = values.name === 'digits' && typeof given === 'number';

    expect(schema.safeParse(given).success).toBe(isRead);
  });
});

describe('the names of time zones', () => {
  const names = zoneNames();

  it('are taken, each in any case and as it is', () => {
    const zones = timeZone();

    expect(names.length).toBeGreaterThan(590);
    expect(names.map((name) => zones.parse(name.toUpperCase()))).toEqual(names);
  });

  it('have all that Node itself names a zone by', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((name) => !names.includes(name))).toEqual([]);
  });
});

import * as z from 'zod';
import { once } from './once.ts';
import { bidirectional, halfPair, unprintable, visible } from './printable-text.ts';
import { zoneByName } from './time-zones.ts';

declare const memoized: unique symbol;

/** A schema that is made when it is first asked for; each call answers the same one. */
export interface Lazy<S extends z.ZodType = z.ZodType> {
  (): S;
  /** A mark for the compiler alone, which refuses a bare function: that would make a schema at each request. */
  readonly [memoized]: true;
}

/** The type that a schema parses to. */
export type Output<L extends Lazy> = z.output<ReturnType<L>>;

/** The type that a schema accepts. */
export type Input<L extends Lazy> = z.input<ReturnType<L>>;

/** A conditional type, so that the compiler infers S from `make` and not from where the schema is used. */
type Made<S extends z.ZodType> = S extends infer T extends z.ZodType ? Lazy<T> : never;

/**
 * Declares a schema, as every schema is: a bundle holds hundreds, of which a request needs a few, and making all of them took a
 * quarter of the time of loading it.
 */
export function schema<S extends z.ZodType>(make: () => S): Made<S>;
export /* @__NO_SIDE_EFFECTS__ */ function schema(make: () => z.ZodType): () => z.ZodType {
  return once(make);
}

/** What a schema has found so far; zod says of each issue which part of the value it is about. */
interface Found {
  readonly issues: readonly {
    readonly code?: string | undefined;
    readonly path?: readonly PropertyKey[] | undefined;
  }[];
}

/**
 * When to judge several fields of an object, or without any the items of a list, by one `refine`: once nothing is wrong with each
 * alone, as a second error would mislead.
 */
export function whereSound(...fields: readonly string[]) {
  return ({ issues }: Found): boolean =>
    !issues.some(
      ({ code, path: [field] = [] }) =>
        // A key that is unknown says nothing of those that are known.
        code !== 'unrecognized_keys' && (fields.length === 0 || field === undefined || fields.includes(String(field))),
    );
}

/** A UUID, as every id of ours is: accepted in either case, and in lower case from then on (RFC 9562). */
export const id = schema(() =>
  z
    .string()
    .toLowerCase()
    .check(z.uuid())
    .meta({ examples: ['019a0000-0000-7000-8000-000000000001'] }),
);

/** An instant in RFC 3339, in UTC with milliseconds. */
export const instant = schema(() => z.iso.datetime({ precision: 3 }).meta({ examples: ['2026-03-08T09:30:00.000Z'] }));

/** An instant with any offset from UTC, which is turned into UTC with milliseconds. */
export function moment(example = '2026-03-08T00:00:00.000Z') {
  return z
    .string()
    .trim()
    .check(z.iso.datetime({ offset: true }))
    .meta({
      description: 'An instant of RFC 3339 with any offset from UTC.',
      // Zod's own pattern has a bare hyphen in a class, which the flag v refuses.
      pattern: z.regexes.datetime({ offset: true }).source.replace('[+-]', '[+\\-]'),
      examples: [example],
    })
    .transform((text) => new Date(text).toISOString())
    .pipe(instant());
}

/** A calendar date, `YYYY-MM-DD`. */
export const calendarDate = schema(() =>
  z
    .string()
    .trim()
    .check(z.iso.date())
    .meta({ examples: ['1990-12-10'] }),
);

/** An integer in a query, parsed by its schema: decimal digits and nothing else. */
export function digits<S extends z.ZodType<number>>(integer: S) {
  const read = (text: unknown) => (typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : text);
  return z.preprocess(read, integer);
}

/**
 * One line of text as a person types it, to be shown to others: it is trimmed and NFC, something of it can be seen, and nothing
 * in it breaks the line or turns its direction. Lengths are in code points, as zod counts them. The `meaning` is a sentence of
 * its description.
 */
export function line(least: number, most: number, meaning?: string) {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .min(least)
    .max(most)
    .refine((text) => !unprintable.test(text), 'Must not hold control characters.')
    .refine((text) => !bidirectional.test(text), {
      error: 'Must not hold characters that turn the direction of text.',
      params: { code: 'bidirectional' },
    })
    .refine((text) => text === '' || unprintable.test(text) || visible.test(text), {
      error: 'Must hold a character that can be seen.',
      params: { code: 'invisible' },
    })
    .describe(afterTrimming([meaning, 'One line, of which something can be seen.'].filter(Boolean).join(' ')));
}

/**
 * Text of several lines as a person types it: trimmed and NFC, and of control characters with newlines and tabs alone. It bears
 * what turns the direction of text: whoever shows it sets it apart.
 */
export function freeText(least: number, most: number, meaning?: string) {
  return z
    .string()
    .trim()
    .normalize('NFC')
    .overwrite((text) => text.replaceAll('\r\n', '\n'))
    .min(least)
    .max(most)
    .refine((text) => !halfPair.test(text) && !/[^\P{Cc}\n\t]/u.test(text), 'Must not hold control characters.')
    .describe(afterTrimming([meaning, 'May have several lines.'].filter(Boolean).join(' ')));
}

/** The zero in brackets that is dialled at home alone, and not after the code of a country: `+49 (0)30 …`. */
const homeZero = /(?<=^\s*\+[\d\s.\-/\u00a0]*)\(0\)/;

/** What people write between the digits of a telephone number. */
const punctuation = /[\s().\-/\u00a0\u2010-\u2013]/g;

/** A telephone number: ten digits, or E.164 with its plus. What is written between digits is dropped. */
export const telephone = schema(() =>
  z
    .string()
    .trim()
    .max(40)
    .overwrite((text) => text.replace(homeZero, '').replace(punctuation, ''))
    .refine((text) => /^(?:\d{10}|\+[1-9]\d{6,14})$/.test(text), {
      error: 'Must have ten digits, or begin with a plus and the code of a country.',
      params: { code: 'telephone' },
    })
    .meta({
      minLength: 8,
      description:
        'Ten digits, or E.164 with its plus. Counted after trimming; what is written between digits is dropped.',
      examples: ['+12125550123'],
    }),
);

function afterTrimming(meaning: string): string {
  return `${meaning} Counted in characters after trimming, in NFC.`;
}

/**
 * Matches an address by RFC 5321 in lower case: atoms of at most 64 octets in all, then two labels or more, each of at most 63
 * octets, that neither begin nor end with a hyphen; the last one is no number. It admits no quotes, no bare addresses of
 * machines, and of international names the ASCII form alone (`xn--…`).
 */
const address =
  /^(?=[^@]{1,64}@)[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d][a-z\d-]{0,61}[a-z\d]$/;

/** An email address in lower case, at most 254 characters (RFC 5321). */
export const email = schema(() =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .max(254)
    .pipe(z.email({ pattern: address }))
    .meta({
      format: 'email',
      description: afterTrimming('By RFC 5321, in ASCII and without quotes; becomes lower case.'),
      examples: ['ada@example.com'],
    }),
);

/** An address that was accepted earlier: no later rule keeps what is stored from being read. */
export const keptEmail = schema(() =>
  z.string().meta({ format: 'email', maxLength: 254, examples: ['ada@example.com'] }),
);

/** A password as typed: it is neither trimmed nor normalized. Its rules are checked where it is chosen. */
export const typedPassword = schema(() =>
  z
    .string()
    .min(1)
    .max(1024)
    .meta({ format: 'password', description: 'As typed: it is not trimmed.', examples: ['Correct-Horse-9'] }),
);

const zoneMeaning = () => ({
  description: afterTrimming('An IANA name, in either case.'),
  examples: ['Europe/Berlin'],
});

/** A time zone as typed, in the spelling of the table where that has it; whether it must is judged beside what is stored. */
export function typedTimeZone() {
  const spelled = (name: string) => zoneByName(name) ?? name;
  return z.string().trim().max(64).overwrite(spelled).meta(zoneMeaning());
}

/** A time zone by its IANA name in either case, which becomes the spelling of the table. */
export function timeZone() {
  return typedTimeZone()
    .refine((name) => zoneByName(name) !== undefined, { error: 'Is not a time zone.', params: { code: 'time_zone' } })
    .meta(zoneMeaning());
}

/** A time zone that was accepted earlier: a later table without it keeps nothing from being read. */
export const keptTimeZone = schema(() => z.string().meta({ examples: ['Europe/Berlin'] }));

const longestTag = 35;

/** A language tag in the canonical form of BCP 47. */
export const locale = schema(() =>
  z
    .string()
    .trim()
    .overwrite((tag) => canonicalTag(tag) ?? tag)
    .max(longestTag)
    .refine((tag) => canonicalTag(tag) === tag, { error: 'Is not a language tag.', params: { code: 'locale' } })
    .meta({
      minLength: 2,
      description: afterTrimming('A language tag of BCP 47, in either case.'),
      examples: ['en-US'],
    }),
);

function canonicalTag(tag: string): string | undefined {
  try {
    return tag.length > longestTag ? undefined : Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

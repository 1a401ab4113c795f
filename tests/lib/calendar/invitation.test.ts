import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Invitation, writeInvitation } from '../../../lib/calendar/invitation.ts';
import { buildInvitation, linesOf } from './build-invitation.ts';
import { calendarValues } from './calendar-values.ts';

const write = (overrides: Partial<Invitation>) => writeInvitation(buildInvitation(overrides));

/** Any string there is, halves of pairs and control characters among them, often with the marks of the format. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('\r', '\n', '"', '^', ';', ':', ',', '\\', 'a', '\u{1F600}', '\u0000', '\ud800') }),
);

/** An invitation of such strings, wherever it has a text that people wrote. */
const anyInvitation = fc
  .record({ summary: anyText, description: anyText, location: anyText, uid: anyText, name: anyText })
  .map(({ name, ...texts }) =>
    buildInvitation({
      ...texts,
      organizer: { name, address: 'clinic@polyclinic.test' },
      attendee: { name, address: 'ada@polyclinic.test' },
    }),
  );

describe('writeInvitation', () => {
  it.each(calendarValues)('writes %s', (_, given, lines) => {
    expect(linesOf(write(given))).toEqual(expect.arrayContaining([...lines]));
  });

  it('writes one event in one calendar, and what each of them must have', () => {
    const names = linesOf(write({})).map((line) => line.split(/[;:]/)[0]);

    expect(names.slice(0, 6)).toEqual(['BEGIN', 'VERSION', 'PRODID', 'CALSCALE', 'METHOD', 'BEGIN']);
    expect(names.slice(6, -3).sort()).toEqual(
      ['ATTENDEE', 'DTEND', 'DTSTAMP', 'DTSTART', 'ORGANIZER', 'SEQUENCE', 'STATUS', 'SUMMARY', 'UID'].sort(),
    );
    expect(names.slice(-3)).toEqual(['END', 'END', '']);
  });

  it('keeps in a cancellation all by which the event is found, and rings no more', () => {
    const asked = linesOf(write({ alarmAt: new Date('2026-11-29T09:00:00Z') }));
    const calledOff = linesOf(write({ method: 'CANCEL', alarmAt: new Date('2026-11-29T09:00:00Z') }));

    const kept = /^(UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|ORGANIZER|ATTENDEE)\b/;
    expect(calledOff.filter((line) => kept.test(line))).toEqual(asked.filter((line) => kept.test(line)));
    expect(asked).toContain('BEGIN:VALARM');
    expect(calledOff).not.toContain('BEGIN:VALARM');
  });

  it('takes no address of a page that is none', () => {
    expect(() => write({ url: 'appointments/1' })).toThrow('Invalid URL');
    expect(linesOf(write({ url: 'https://client.test/a;b\r\nX-NOT:ours' }))).toContain(
      'URL:https://client.test/a;bX-NOT:ours',
    );
  });

  it('writes the address of a page that may hold more than a URL may', () => {
    expect(linesOf(write({ url: 'https://client.test/ä b' }))).toContain('URL:https://client.test/%C3%A4%20b');
  });
});

describe('a calendar file', () => {
  it('has the same lines whatever people write, with no character that it may not hold', () => {
    const ours = linesOf(write({ description: '', location: '' })).map((line) => line.split(/[;:]/)[0]);

    fc.assert(
      fc.property(anyInvitation, (invitation) => {
        const file = writeInvitation(invitation);

        expect(linesOf(file).map((line) => line.split(/[;:]/)[0])).toEqual(ours);
        expect(file.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('has no line of more than 75 octets, and is folded between characters alone', () => {
    const unit = fc.constantFrom('a', 'é', 'e\u0301', 'م', '漢', '\u{1F600}', '👩‍👩‍👧‍👦', '🇩🇪', ' ');
    const long = fc.string({ unit, minLength: 30, maxLength: 300 });

    fc.assert(
      fc.property(long, (text) => {
        const parts = write({ description: text }).split('\r\n');
        const whole = `DESCRIPTION:${text}`;

        for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
        expect(parts.join('\n').replaceAll('\n ', '')).toContain(whole);
        expect(foldsWithin(parts, whole)).toEqual([]);
      }),
    );
  });

  it('is filled line by line, and no line that fits is folded', () => {
    const [fits, tooLong] = ['a'.repeat(75 - 8), 'a'.repeat(76 - 8)];

    expect(write({ summary: fits }).split('\r\n')).toContain(`SUMMARY:${fits}`);
    expect(write({ summary: tooLong })).toContain(`\r\nSUMMARY:${fits}\r\n a\r\n`);
  });

  it('folds a character that no line could hold between its code points', () => {
    const stacked = `a${'\u0301'.repeat(100)}`;
    const parts = write({ summary: stacked }).split('\r\n');

    for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(75);
    expect(linesOf(parts.join('\r\n'))).toContain(`SUMMARY:${stacked}`);
  });
});

/** The places at which a line is folded that lie within a character. */
function foldsWithin(parts: readonly string[], whole: string): number[] {
  const starts = new Set([...new Intl.Segmenter().segment(whole)].map(({ index }) => index));
  const first = parts.findIndex((part) => part.startsWith('DESCRIPTION'));
  const folded = parts.slice(
    first,
    parts.findIndex((part, at) => at > first && !part.startsWith(' ')),
  );
  let length = 0;
  const places = folded.map((part, at) => (length += part.length - (at === 0 ? 0 : 1)));
  return places.slice(0, -1).filter((place) => !starts.has(place));
}

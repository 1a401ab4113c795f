import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Invitation, writeInvitation } from '../../../lib/calendar/invitation.ts';
import { type ReadInvitation, readByIcalJs, readByNodeIcal } from '../../support/calendar-readers.ts';
import { buildInvitation } from './build-invitation.ts';

const words = {
  summary: 'Visit: Dr. "X"; A, B',
  description: 'one\ntwo; three, four',
  location: 'Elm Street 1, Springfield',
  url: 'https://client.test/appointments/1?a=b',
};

const awkward = [
  'Dr. "X"',
  'A, B: C',
  'one\ntwo',
  "^ ^^ ^n ^'",
  'مركز الصحة',
  '👩‍👩‍👧‍👦 \u{20BB7}',
  '=1+1',
  '%41 and %',
  'Ärztehaus '.repeat(30).trim(),
  '漢字'.repeat(60),
];

/** What a reader is to make of an invitation. */
function expected({ alarmAt, ...invitation }: Invitation): ReadInvitation {
  const { method } = invitation;
  return {
    ...{ description: '', location: '', url: '' },
    ...invitation,
    status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
    ...(method === 'REQUEST' && alarmAt && { alarmAt }),
  };
}

const named = (name: string) => ({
  organizer: { name, address: 'clinic@polyclinic.test' },
  attendee: { name, address: "ada+o'neil/x@polyclinic.test" },
});

/** A text of letters, marks and breaks, but for those that a reader gets wrong. */
const textBut = (...wrong: readonly string[]) =>
  fc
    .string({ unit: fc.oneof(fc.constantFrom(...'"^;:,\\\n =n'), fc.string({ unit: 'grapheme', maxLength: 1 })) })
    .map((text) => wrong.reduce((left, mark) => left.replaceAll(mark, ''), `a${text}z`))
    .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '\n'));

describe.each([
  ['ical.js', readByIcalJs, { inNames: ['\\'], inTexts: [] }],
  ['node-ical', readByNodeIcal, { inNames: [';'], inTexts: ['\\'] }],
] as const)('%s', (_, read, gets) => {
  it('reads an invitation as it was meant', () => {
    const alarmAt = new Date('2026-11-29T09:00:00Z');
    const invitation = buildInvitation({ ...words, sequence: 3, alarmAt });

    expect(read(writeInvitation(invitation))).toEqual(expected(invitation));
  });

  it('reads a cancellation of the same event as called off', () => {
    const invitation = buildInvitation({ ...words, method: 'CANCEL', sequence: 2 });

    expect(read(writeInvitation(invitation))).toEqual(expected(invitation));
  });

  it('reads both halves of a doubled hour, and a visit over the change, at their instants', () => {
    const times = [
      ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00'],
      ['2026-10-25T02:30:00+01:00', '2026-10-25T03:00:00+01:00'],
      ['2027-03-14T01:45:00-05:00', '2027-03-14T03:15:00-04:00'],
    ] as const;
    for (const [start, end] of times) {
      const invitation = buildInvitation({ start: new Date(start), end: new Date(end) });

      expect(read(writeInvitation(invitation))).toMatchObject({ start: new Date(start), end: new Date(end) });
    }
  });

  it.each(awkward)('reads names and texts as they were written: %j', (text) => {
    const invitation = buildInvitation({ ...named(text), summary: text, description: text, location: text });

    expect(read(writeInvitation(invitation))).toEqual(expected(invitation));
  });

  it('reads whatever else people write, but for the marks that it gets wrong', () => {
    const any = fc.record({ name: textBut(...gets.inNames), text: textBut(...gets.inTexts) });

    fc.assert(
      fc.property(any, ({ name, text }) => {
        const invitation = buildInvitation({ ...named(name), summary: text, description: text, location: text });

        expect(read(writeInvitation(invitation))).toEqual(expected(invitation));
      }),
    );
  });
});

describe('the marks that one reader gets wrong', () => {
  it('are read as they were written by the other one', () => {
    const [semicolon, backslash] = [buildInvitation(named('North; A')), buildInvitation(named('C:\\new'))];
    const text = buildInvitation({ summary: 'C:\\new' });

    expect(readByIcalJs(writeInvitation(semicolon))).toEqual(expected(semicolon));
    expect(readByNodeIcal(writeInvitation(backslash))).toEqual(expected(backslash));
    expect(readByIcalJs(writeInvitation(text))).toEqual(expected(text));
  });
});

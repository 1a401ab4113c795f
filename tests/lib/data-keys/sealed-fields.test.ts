import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { newDataKey, type Owner } from '../../../lib/data-keys/data-key.ts';
import { sealedFields } from '../../../lib/data-keys/sealed-fields.ts';
import { schema } from '../../../lib/schemas.ts';
import { metricsOf } from '../../support/embedded-metrics.ts';
import { withLogLines } from '../../support/log-lines.ts';
import { wrappingKeyOf } from '../../support/record-keys.ts';
import { charts, ownFields, shownFields } from './chart.ts';

process.env.POLYCLINIC_METRICS = 'on';

const keyOf = (owner: Owner) => newDataKey(owner, wrappingKeyOf(1)).key;
const [ada, eve] = [keyOf('patients/ada'), keyOf('patients/eve')];
const clinic = keyOf('clinics/one');
const place = { id: 'ada', clinicId: 'one' };
const plain = { notes: 'Zoë was here 😀', allergies: ['penicillin'], address: 'Elm Street 1' };

const sealedChart = (values = plain) => ({
  ...place,
  ...ownFields.seal(place, values, ada),
  ...shownFields.seal(place, { bloodGroup: 'AB-' }, clinic),
});

/** Expects that nothing of a chart is shown, and that it is told. */
async function expectRefused(open: () => unknown, field: string): Promise<void> {
  const { lines } = await withLogLines(() =>
    expect(open).toThrow(expect.objectContaining({ name: 'SealBroken', message: expect.stringContaining(field) })),
  );
  expect(lines[0]).toMatchObject({ level: 'error', message: 'seal broken' });
  expect(lines.slice(1).map(metricsOf)).toEqual([{ 'seals.broken by ': '1 Count' }]);
  expect(JSON.stringify(lines)).not.toMatch(/penicillin|Zoë|Elm/);
}

describe('sealed fields', () => {
  it('open as they were, each by the key of its owner', () => {
    const stored = charts.toItem(sealedChart());
    const read = charts.fromItem({ ...stored, version: 1 }, new Date(0));

    expect(read && ownFields.open(read, ada)).toEqual(plain);
    expect(read && shownFields.open(read, clinic)).toEqual({ bloodGroup: 'AB-' });
  });

  it('are stored without a trace of what they hold, the same value otherwise each time', () => {
    const [first, second] = [sealedChart(), sealedChart()];

    const values = [...plain.allergies, plain.notes, plain.address, '"AB-"'];
    const stored = Object.values(charts.toItem(first)).map(String);
    // Each value has a character that base64url lacks, or is too long for chance; what it encodes is looked through as well.
    const texts = [...stored, ...stored.map((text) => Buffer.from(text.slice(3), 'base64url').toString())];
    expect(texts.filter((text) => values.some((value) => text.includes(value)))).toEqual([]);
    expect(stored).not.toContain('AB-');
    expect(first.notes).not.toBe(second.notes);
  });

  it('do not tell values apart by their length', () => {
    const lengths = (['A+', 'AB-'] as const).map(
      (bloodGroup) => String(shownFields.seal(place, { bloodGroup }, clinic).bloodGroup).length,
    );

    expect(lengths[0]).toBe(lengths[1]);
  });

  it('stay null or absent where there is nothing to seal', () => {
    const none = ownFields.seal(place, { notes: '', allergies: undefined, address: null }, ada);

    const item = charts.toItem({ ...sealedChart(), ...none });

    expect(item).toMatchObject({ notes: expect.stringMatching(/^s1\./), address: null });
    expect(item).not.toHaveProperty('allergies');
    expect(ownFields.open({ ...place, ...none }, ada)).toEqual({ notes: '', allergies: undefined, address: null });
  });

  it('can be sealed one by one, for an update', () => {
    const update = ownFields.seal(place, { notes: 'new' }, ada);

    expect(Object.keys(update)).toEqual(['notes']);
    expect(ownFields.open({ ...sealedChart(), ...update }, ada)).toEqual({ ...plain, notes: 'new' });
  });

  it('are not sealed where they break their schema, or there is no such field', () => {
    expect(() => ownFields.seal(place, { notes: 7 as never }, ada)).toThrow(z.ZodError);
    expect(() => ownFields.seal(place, { diagnosis: 'x' } as never, ada)).toThrow('no sealed field diagnosis');
  });

  it('are not sealed by the key of another', () => {
    expect(() => ownFields.seal(place, plain, eve)).toThrow('The fields of patients/ada have another key');
  });
});

describe('plaintext in place of a sealed field', () => {
  it.each([
    ['text', 'Zoë was here'],
    ['base64url', Buffer.alloc(80).toString('base64url')],
    ['a text that begins as a sealed one', 's1.plain'],
    ['a list', ['penicillin']],
  ])('is never stored: %s', (_, notes) => {
    expect(() => charts.toItem({ ...sealedChart(), notes: notes as never })).toThrow('Is not sealed.');
    expect(() => charts.parseFields({ notes: notes as never })).toThrow('Is not sealed.');
  });

  it('does not compile, nor does a sealed field in place of plaintext', () => {
    // @ts-expect-error A text is not a sealed field.
    const stored: Parameters<typeof charts.toItem>[0] = { ...sealedChart(), notes: 'plain' };
    // @ts-expect-error A sealed field is no text.
    const shown: string = sealedChart().notes;

    expect([stored, shown]).toHaveLength(2);
  });
});

describe('a sealed field', () => {
  it('is refused when any byte of it was changed, cut or added', async () => {
    const { notes } = sealedChart();
    const bytes = Buffer.from(String(notes).slice(3), 'base64url');
    const changed = [...bytes.keys()].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at] = copy.readUInt8(at) ^ 1;
      return copy;
    });
    const texts = [...changed, bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.of(0)])];

    await withLogLines(() => {
      for (const each of texts) {
        const item = { ...sealedChart(), notes: `s1.${each.toString('base64url')}` as never };
        expect(() => ownFields.open(item, ada)).toThrow('does not open');
      }
    });
  });

  it.each(['', 's1.', 's2.AAAA', 'plain', 7])('is refused when it is none: %j', async (notes) => {
    await expectRefused(() => ownFields.open({ ...sealedChart(), notes: notes as never }, ada), 'notes of CHART#ada');
  });

  it('is refused in another field', async () => {
    const { address } = sealedChart();

    await expectRefused(() => ownFields.open({ ...sealedChart(), notes: address as never }, ada), 'notes');
  });

  it.each([
    ['in the partition', { pk: 'CHART#ada', sk: 'CHART#2' }],
    ['in another one', { pk: 'CHART#2', sk: 'CHART' }],
  ])('is refused in another row of the same owner, %s', async (_, elsewhere) => {
    const at = (key: { readonly pk: string; readonly sk: string }) =>
      sealedFields({
        table: 'identity',
        key: () => key,
        owner: () => 'patients/ada',
        fields: { notes: schema(() => z.string()) },
      });
    const moved = at({ pk: 'CHART#ada', sk: 'CHART' }).seal({}, { notes: 'one' }, ada);

    await expectRefused(() => at(elsewhere).open(moved, ada), 'notes of CHART#');
  });

  it('is refused in another table', async () => {
    const inTable = (table: 'identity' | 'platform') =>
      sealedFields({
        table,
        key: () => ({ pk: 'CHART#1', sk: 'CHART' }),
        owner: () => 'patients/ada',
        fields: { notes: schema(() => z.string()) },
      });
    const moved = inTable('identity').seal({}, { notes: 'one' }, ada);

    await expectRefused(() => inTable('platform').open(moved, ada), 'notes');
  });

  it('is refused under the key of another', async () => {
    await expectRefused(() => ownFields.open(sealedChart(), eve), 'notes');
  });

  it('is refused when the row says that another owns it', async () => {
    const item = { ...sealedChart(), clinicId: 'two' };

    await expectRefused(() => shownFields.open(item, clinic), 'bloodGroup');
  });

  it('is refused when it opens to what its schema does not take', async () => {
    const loose = sealedFields({
      table: 'identity',
      key: () => ({ pk: 'CHART#ada', sk: 'CHART' }),
      owner: () => 'patients/ada',
      fields: { notes: schema(() => z.array(z.string())) },
    });
    const { notes } = loose.seal({}, { notes: ['penicillin'] }, ada);

    await expectRefused(() => ownFields.open({ ...sealedChart(), notes: notes as never }, ada), 'notes');
  });
});

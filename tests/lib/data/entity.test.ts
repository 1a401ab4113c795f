import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { entity, MalformedItem } from '../../../lib/data/entity.ts';
import { schema } from '../../../lib/schemas.ts';
import { leases, noteOf, notes } from './note.ts';

const now = new Date('2026-03-08T09:30:00.000Z');

describe('an entity', () => {
  it('makes an item of a value: keys, its name, its fields', () => {
    expect(notes.toItem({ ...noteOf(), tag: undefined } as never)).toEqual({
      pk: 'NOTE#n1',
      sk: 'NOTE',
      entity: 'note',
      id: 'n1',
      text: 'first',
      reads: 0,
    });
  });

  it('leaves out absent fields, so that an index stays sparse', () => {
    expect(Object.keys(notes.toItem({ ...noteOf(), tag: undefined } as never))).not.toContain('tag');
  });

  it('keeps the expiry in whole Unix seconds', () => {
    const item = leases.toItem({ id: 'l1', holder: 'x', endsAt: '2026-03-08T09:30:00.999Z' });

    expect(item.expiresAt).toBe(1_772_962_200);
  });

  it('does not store what breaks its schema', () => {
    expect(() => notes.toItem({ ...noteOf(), reads: 'many' } as never)).toThrow(z.ZodError);
  });

  it('gives a value back with its version, and without the attributes of storage', () => {
    const item = { ...notes.toItem(noteOf()), version: 3, commitId: 'c' };

    expect(notes.fromItem(item, now)).toEqual({ ...noteOf(), version: 3 });
  });

  it.each([{ text: 7 }, { entity: 'other' }, { version: undefined }])(
    'throws an error that names entity and key for an item with %j',
    (damage) => {
      const item = { ...notes.toItem(noteOf()), version: 1, ...damage };

      expect(() => notes.fromItem(item, now)).toThrow(MalformedItem);
      expect(() => notes.fromItem(item, now)).toThrow(/note at NOTE#n1 \/ NOTE/);
    },
  );

  it('counts an item as absent from the second of its expiry on', () => {
    const item = { ...leases.toItem({ id: 'l1', holder: 'x', endsAt: now.toISOString() }), version: 1 };

    expect(leases.fromItem(item, new Date(now.getTime() - 1))).toMatchObject({ holder: 'x' });
    expect(leases.fromItem(item, now)).toBeUndefined();
  });

  it('checks fields of an update as it checks the whole', () => {
    expect(notes.parseFields({ text: 'new' })).toEqual({ text: 'new' });
    expect(() => notes.parseFields({ reads: 0.5 })).toThrow(z.ZodError);
    expect(() => notes.parseFields({ pk: 'other' } as never)).toThrow(/no field pk/);
  });

  it.each(['pk', 'version', 'commitId', 'expiresAt'])('refuses a schema with a field %s', (field) => {
    const fields = schema(() => z.object({ [field]: z.string() }));
    const bad = entity({ name: 'bad', table: 'identity', schema: fields, key: () => ({ pk: 'a', sk: 'b' }) });

    expect(() => bad.toItem({})).toThrow(`reserved names: ${field}`);
  });
});

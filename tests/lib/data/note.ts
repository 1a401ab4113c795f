import * as z from 'zod';
import { entity } from '../../../lib/data/entity.ts';
import { schema } from '../../../lib/schemas.ts';

/** A small entity for tests of the data layer. */
export const notes = entity({
  name: 'note',
  table: 'identity',
  schema: schema(() => z.object({ id: z.string(), text: z.string(), reads: z.int(), tag: z.string().optional() })),
  key: ({ id }: { readonly id: string }) => ({ pk: `NOTE#${id}`, sk: 'NOTE' }),
});

/** As `notes`, but an item dies at its end. */
export const leases = entity({
  name: 'lease',
  table: 'identity',
  schema: schema(() => z.object({ id: z.string(), holder: z.string(), endsAt: z.iso.datetime() })),
  key: ({ id }: { readonly id: string }) => ({ pk: `LEASE#${id}`, sk: 'LEASE' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

export function noteOf(overrides: { readonly id?: string; readonly text?: string; readonly reads?: number } = {}) {
  return { id: 'n1', text: 'first', reads: 0, ...overrides };
}

export class NoteTaken extends Error {
  override readonly name = 'NoteTaken';
}

export const taken = () => new NoteTaken();

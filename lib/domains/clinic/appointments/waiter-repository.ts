import * as z from 'zod';
import { entity, type Stored, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { id, instant, schema } from '../../../schemas.ts';
import { lastOf, whileAsRead } from './hold-repository.ts';

/** An entry of a patient, with whom and for which time it waits. */
interface Wait {
  readonly entryId: string;
  readonly doctorId: string;
  readonly from: string;
  readonly to: string;
}

/** The entries of a patient, and until when something is offered for one of them. */
interface Waits {
  readonly waits: Wait[];
  readonly offeredUntil?: string | undefined;
}

/**
 * What a patient waits for, and until when something is offered to them: one thing at a time. It is kept until all of it is over.
 */
export const waiters = entity({
  name: 'waiter',
  table: 'clinic',
  schema: schema(() =>
    z.object({
      patientId: id(),
      waits: z.array(z.object({ entryId: id(), doctorId: id(), from: instant(), to: instant() })),
      offeredUntil: instant().optional(),
    }),
  ),
  key: ({ patientId }: { readonly patientId: string }) => ({ pk: `WAITER#${patientId}`, sk: 'WAITER' }),
  expiresAt: (waiter) => lastOf(endsOf(waiter)),
});

/** What a patient waits for, as it is stored. */
export type Waiter = ValueOf<typeof waiters>;

/** Refers to what a patient waits for, to be read together with others. */
export function waiterAt(patientId: string): Reference<Waiter> {
  return at(waiters, { patientId });
}

/** What a patient waited for as it was read at an instant, and waits for from then on; something is offered until `offeredUntil`. */
interface WaiterChange extends Waits {
  readonly before: Stored<Waiter> | undefined;
  readonly now: Date;
}

/** Stores what a patient waits for in place of what was read; throws the error of `changed`. */
export function replaceWaiter(
  patientId: string,
  { before, now, waits, offeredUntil }: WaiterChange,
  changed: () => Error,
): Write {
  const ends = [...(before ? endsOf(before) : []), ...endsOf({ waits, offeredUntil }), now.toISOString()];
  return upsert(
    waiters,
    { patientId },
    {
      set: { patientId, waits, ...(offeredUntil !== undefined && { offeredUntil }) },
      ...(offeredUntil === undefined && { remove: ['offeredUntil'] as const }),
      ...{ expiresAt: lastOf(ends), when: whileAsRead(before, now), conflict: changed },
    },
  );
}

/** What a patient waits for, as it was read at an instant. */
interface Seen {
  readonly waiter: Stored<Waiter> | undefined;
  readonly now: Date;
}

/** Takes an entry from what a patient waits for, and what is offered for it, if anything; throws the error of `changed`. */
export function withoutEntry(
  { id, patientId, isOffered }: { readonly id: string; readonly patientId: string; readonly isOffered: boolean },
  { waiter, now }: Seen,
  changed: () => Error,
): Write[] {
  if (!waiter) return [];
  const waits = waiter.waits.filter(({ entryId }) => entryId !== id);
  const offeredUntil = isOffered ? undefined : waiter.offeredUntil;
  return [replaceWaiter(patientId, { before: waiter, now, waits, offeredUntil }, changed)];
}

function endsOf({ waits, offeredUntil }: Waits): string[] {
  return [...waits.map(({ to }) => to), ...(offeredUntil === undefined ? [] : [offeredUntil])];
}

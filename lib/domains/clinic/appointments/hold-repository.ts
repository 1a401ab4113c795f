import * as z from 'zod';
import { absent, anyOf, atMost, type Condition, equals } from '../../../data/condition.ts';
import { entity, type Stored, toSeconds, type ValueOf } from '../../../data/entity.ts';
import { at, type Reference } from '../../../data/read.ts';
import { insert, remove, upsert, type Write } from '../../../data/write.ts';
import { id, instant, schema } from '../../../schemas.ts';

/** The holds of slots, each for whoever made it, or for the patient to whom it is offered. */
export const holds = entity({
  name: 'hold',
  table: 'clinic',
  schema: schema(() =>
    z.object({
      id: id(),
      doctorId: id(),
      clinicId: id(),
      start: instant(),
      end: instant(),
      busyUntil: instant(),
      /** In whole seconds, as items expire. */
      endsAt: instant(),
      /** The person or the API key that made it. */
      makerId: z.string().optional(),
      /** To whom it is offered, and by which entry of the waiting list. */
      patientId: id().optional(),
      entryId: id().optional(),
      /** The patient who gave the slot up that is offered. */
      givenUpBy: id().optional(),
    }),
  ),
  key: ({ id }: { readonly id: string }) => ({ pk: `HOLD#${id}`, sk: 'HOLD' }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** A hold as it is stored. */
export type StoredHold = ValueOf<typeof holds>;

/** What somebody holds, kept until the last of it is over. */
export const holders = entity({
  name: 'holder',
  table: 'clinic',
  schema: schema(() => z.object({ makerId: z.string(), held: z.array(z.object({ holdId: id(), endsAt: instant() })) })),
  key: ({ makerId }: { readonly makerId: string }) => ({ pk: `HOLDER#${makerId}`, sk: 'HOLDER' }),
  expiresAt: ({ held }) => lastOf(held.map(({ endsAt }) => endsAt)),
});

/** What somebody holds, as it is stored. */
export type Holder = ValueOf<typeof holders>;

/** Refers to a hold, to be read together with others. */
export function holdAt(holdId: string): Reference<StoredHold> {
  return at(holds, { id: holdId });
}

/** Refers to what somebody holds, to be read together with others. */
export function holderAt(makerId: string): Reference<Holder> {
  return at(holders, { makerId });
}

/** Stores a new hold. */
export function insertHold(hold: StoredHold): Write {
  return insert(holds, hold, { conflict: () => new Error(`There is a hold ${hold.id} already`) });
}

/** Removes a hold that is not over; throws the error of `lost` where it is. */
export function removeHold(holdId: string, lost: () => Error): Write {
  return remove(holds, { id: holdId }, { conflict: lost });
}

/** What somebody held as it was read at an instant, and holds from then on. */
interface HolderChange {
  readonly before: Stored<Holder> | undefined;
  readonly held: Holder['held'];
  readonly now: Date;
}

/** Stores what somebody holds in place of what they held as it was read; throws the error of `changed`. */
export function replaceHeld(makerId: string, { before, held, now }: HolderChange, changed: () => Error): Write {
  const ends = [...(before?.held ?? []), ...held].map(({ endsAt }) => endsAt);
  const change = { set: { makerId, held }, expiresAt: lastOf(ends), when: whileAsRead(before, now), conflict: changed };
  return upsert(holders, { makerId }, change);
}

/** That an item which expires is as it was read at an instant, or was absent or over. */
export function whileAsRead(before: { readonly version: number } | undefined, now: Date): Condition {
  return before ? equals('version', before.version) : anyOf(absent('pk'), atMost('expiresAt', toSeconds(now)));
}

/** The last of some instants. */
export function lastOf(instants: readonly string[]): Date {
  return new Date(Math.max(...instants.map((instant) => Date.parse(instant))));
}

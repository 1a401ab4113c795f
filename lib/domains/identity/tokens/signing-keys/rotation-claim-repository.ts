import * as z from 'zod';
import { absent, anyOf, atMost, equals } from '../../../../data/condition.ts';
import { entity } from '../../../../data/entity.ts';
import { update, upsert, type Write } from '../../../../data/write.ts';
import { Conflict } from '../../../../errors.ts';
import { id, instant, schema } from '../../../../schemas.ts';

/** Who rotates the keys, and when the next run may: a single item, so that of many concurrent runs one does. */
const rotations = entity({
  name: 'key-rotation',
  table: 'identity',
  schema: schema(() => z.object({ claimId: id(), freeFrom: instant() })),
  key: (_: object) => ({ pk: 'SIGNING-KEYS', sk: 'ROTATION' }),
});

/** Claims the rotation until `freeFrom`; throws `KEY_ROTATION_UNDER_WAY` while another claim holds. */
export function claimRotation(claimId: string, freeFrom: string, now: string): Write {
  const conflict = (old: { readonly freeFrom: string } | undefined) =>
    new Conflict(
      'KEY_ROTATION_UNDER_WAY',
      `A new key waits to be used, or is being made: not before ${old?.freeFrom}.`,
    );
  const when = anyOf(absent('freeFrom'), atMost('freeFrom', now));
  return upsert(rotations, {}, { set: { claimId, freeFrom }, when, conflict });
}

/** Extends a run's own claim; throws `KEY_ROTATION_SUPERSEDED` when it took so long that another run has taken over. */
export function extendClaim(claimId: string, freeFrom: string): Write {
  const conflict = () => new Conflict('KEY_ROTATION_SUPERSEDED', 'Another rotation took over; nothing was published.');
  return update(rotations, {}, { set: { freeFrom }, when: equals('claimId', claimId), conflict });
}

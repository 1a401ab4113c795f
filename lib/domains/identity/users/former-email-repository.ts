import * as z from 'zod';
import { later } from '../../../clock.ts';
import { entity } from '../../../data/entity.ts';
import { insert, type Write } from '../../../data/write.ts';
import { Conflict } from '../../../errors.ts';
import { id, instant, keptEmail, schema } from '../../../schemas.ts';
import { formerEmailLife } from '../durations.ts';
import type { User } from './schema.ts';

/** The address that a person had before, kept for as long as a notice to it may still have to be sent. */
export const formerEmails = entity({
  name: 'former-email',
  table: 'identity',
  schema: schema(() => z.object({ userId: id(), changeId: id(), email: keptEmail(), endsAt: instant() })),
  key: (former: { userId: string; changeId: string }) => ({
    pk: `USER#${former.userId}`,
    sk: `FORMER-EMAIL#${former.changeId}`,
  }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** Keeps the address that a change, named by its id, takes from a person. */
export function keepFormerEmail(
  { id: userId, email: address }: Pick<User, 'id' | 'email'>,
  { changeId, now }: { readonly changeId: string; readonly now: Date },
): Write {
  const endsAt = later(now, formerEmailLife).toISOString();
  const conflict = () => new Conflict('DUPLICATE_ID', 'There is a change with this id already.');
  return insert(formerEmails, { userId, changeId, email: address, endsAt }, { conflict });
}

import * as z from 'zod';
import { later } from '../../../../clock.ts';
import { entity } from '../../../../data/entity.ts';
import { insert, upsert, type Write } from '../../../../data/write.ts';
import { instant, schema } from '../../../../schemas.ts';
import { lockNoticePause } from '../../durations.ts';

/** What stands once for an account, as `triedAccount` names it. */
const marker = (name: string) =>
  entity({
    name: `lockout-${name}`,
    table: 'identity',
    schema: schema(() => z.object({ account: z.string(), endsAt: instant() })),
    key: ({ account }: { account: string }) => ({ pk: `LOCKOUT#${account}`, sk: name.toUpperCase() }),
    expiresAt: ({ endsAt }) => new Date(endsAt),
  });
const decoys = marker('decoy');
const notices = { password: marker('notice'), code: marker('code-notice') } as const;

/** What somebody guesses. */
export type Guessed = keyof typeof notices;

/** The owner was told of such guesses within the hour. */
export class NoticeGiven extends Error {
  override readonly name = 'NoticeGiven';
}

/** The writes that go along with a lock. */
export function createLockNoticeRepository() {
  const conflict = () => new NoticeGiven();

  return {
    /** Claims the one notice of an account's hour; throws `NoticeGiven`. */
    claim: (account: string, guessed: Guessed, now: Date): Write =>
      insert(notices[guessed], { account, endsAt: later(now, lockNoticePause).toISOString() }, { conflict }),

    /** Means nothing: where nobody has the address, as much is written as where the person's item is marked. */
    decoy: (account: string, until: Date): Write =>
      upsert(decoys, { account }, { set: { account, endsAt: until.toISOString() }, expiresAt: until, conflict }),
  };
}

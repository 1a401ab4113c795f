import * as z from 'zod';
import { later } from '../../../../clock.ts';
import { entity } from '../../../../data/entity.ts';
import { insert, upsert, type Write } from '../../../../data/write.ts';
import { instant, schema } from '../../../../schemas.ts';
import { lockNoticePause } from '../../durations.ts';

/** Names an item that an account has once; `name` is what `triedAccount` gives. */
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

/** What somebody guesses: a password or codes. */
export type Guessed = keyof typeof notices;

/** The owner was told of such guesses within the last hour. */
export class NoticeGiven extends Error {
  override readonly name = 'NoticeGiven';
}

/** The writes that accompany a lock. */
export function createLockNoticeRepository() {
  const conflict = () => new NoticeGiven();

  return {
    /** Claims the one notice of an account's hour; throws `NoticeGiven`. */
    claim: (account: string, guessed: Guessed, now: Date): Write =>
      insert(notices[guessed], { account, endsAt: later(now, lockNoticePause).toISOString() }, { conflict }),

    /** A write without meaning, so that an address that nobody has costs as many writes as one whose person is marked. */
    decoy: (account: string, until: Date): Write =>
      upsert(decoys, { account }, { set: { account, endsAt: until.toISOString() }, expiresAt: until, conflict }),
  };
}

import * as z from 'zod';
import { hour, later } from '../../../clock.ts';
import { absent, anyOf, atMost, equals } from '../../../data/condition.ts';
import { entity, type Stored, toSeconds } from '../../../data/entity.ts';
import { upsert, type Write } from '../../../data/write.ts';
import { Unavailable } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { instant, schema } from '../../../schemas.ts';
import { type OneTimePurpose, oneTimePurposes } from './token-hash.ts';

/** Mails of one kind that an address may get in an hour: nobody needs more links, and no mailbox is flooded. */
const mostMails = 5;

/** A kind of mail, and the address that it goes to. */
interface MailKind {
  readonly addressHash: string;
  readonly purpose: OneTimePurpose;
}

/** The times at which mails of a kind went to an address in the last hour. */
const mailTimes = entity({
  name: 'mail-times',
  table: 'identity',
  schema: schema(() =>
    z.object({
      addressHash: z.string(),
      purpose: z.enum(oneTimePurposes),
      times: z.array(instant()).max(mostMails),
      endsAt: instant(),
    }),
  ),
  key: ({ addressHash, purpose }: MailKind) => ({ pk: `MAILS#${addressHash}`, sk: purpose }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** Another mail of the kind was counted at the same moment. */
export class MailCounted extends Unavailable {
  constructor() {
    super('DATABASE_UNAVAILABLE', 'Mails to this address are being sent at the same moment. Try again.', {
      retryAfter: 1,
    });
  }
}

export function createMailTimesRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /**
     * Counts one more mail in the transaction that causes it, so that no mail is counted that is never sent; answers undefined
     * where the address has had all its mails of the hour. The write throws `MailCounted`.
     */
    async add({ addressHash, purpose }: MailKind, now: Date): Promise<Write | undefined> {
      const found = await read.find(mailTimes, { addressHash, purpose });
      const hourAgo = later(now, -hour).toISOString();
      const recent = (found?.times ?? []).filter((time) => time > hourAgo);
      if (recent.length >= mostMails) return undefined;
      return countedWrite({ addressHash, purpose }, found, [...recent, now.toISOString()], now);
    },
  };
}

function countedWrite(kind: MailKind, found: Stored<object> | undefined, times: readonly string[], now: Date): Write {
  const ends = later(now, hour);
  return upsert(mailTimes, kind, {
    set: { ...kind, times: [...times], endsAt: ends.toISOString() },
    expiresAt: ends,
    when: found ? equals('version', found.version) : anyOf(absent('pk'), atMost('expiresAt', toSeconds(now))),
    conflict: () => new MailCounted(),
  });
}

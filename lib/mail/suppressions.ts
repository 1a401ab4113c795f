import * as z from 'zod';
import { day, later } from '../clock.ts';
import { entity } from '../data/entity.ts';
import { upsert } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { id, instant, schema } from '../schemas.ts';

/**
 * How many days an address is kept: few, so that a server's mistake, or an address that is created later, keeps nobody out of
 * their account.
 */
const daysKept = 7;

/** An address of an account: its present one, a former one, or one that it asks for. */
export interface AddressOfAccount {
  readonly userId: string;
  readonly email: string;
}

/**
 * Addresses that do not exist, as a mail server has said, and to which no mail is sent for a while. Each belongs to one
 * account, so that the next person to have the address gets mails.
 */
export interface Suppressions {
  /** Whether an address is suppressed, by one read. */
  has(address: AddressOfAccount): Promise<boolean>;
  /** Suppresses an address for seven days from now, by one write. */
  add(address: AddressOfAccount): Promise<void>;
}

/** The suppressed addresses, kept by their hashes, since keys may reach a log. */
export const suppressedAddresses = entity({
  name: 'suppressed-address',
  table: 'platform',
  schema: schema(() => z.object({ userId: id(), emailHash: z.string(), rejectedAt: instant() })),
  key: ({ userId, emailHash }: { userId: string; emailHash: string }) => ({
    pk: `SUPPRESSED#${userId}`,
    sk: `ADDRESS#${emailHash}`,
  }),
  expiresAt: ({ rejectedAt }) => expiryOf(new Date(rejectedAt)),
});

interface SuppressionDependencies extends Pick<Platform, 'read' | 'writeAlone' | 'clock'> {
  /** Hashes an address where it must not be read. */
  readonly hashOf: (address: string) => string;
}

export function createSuppressions({ hashOf, read, writeAlone, clock }: SuppressionDependencies): Suppressions {
  const keyOf = ({ userId, email }: AddressOfAccount) => ({ userId, emailHash: hashOf(email) });
  return {
    has: async (address) => (await read.find(suppressedAddresses, keyOf(address), { consistent: false })) !== undefined,
    async add(address) {
      const key = keyOf(address);
      const rejectedAt = clock();
      const set = { ...key, rejectedAt: rejectedAt.toISOString() };
      await writeAlone(upsert(suppressedAddresses, key, { set, expiresAt: expiryOf(rejectedAt) }));
    },
  };
}

function expiryOf(rejectedAt: Date): Date {
  return later(rejectedAt, daysKept * day);
}

import * as z from 'zod';
import { day, later } from '../clock.ts';
import { entity } from '../data/entity.ts';
import { upsert } from '../data/write.ts';
import type { Platform } from '../platform/platform.ts';
import { id, instant, schema } from '../schemas.ts';

/** No longer, so that a server's mistake, or an address that is made later, keeps nobody out of their account. */
const daysKept = 7;

/** An address of an account: the one that it has, had, or asks for. */
export interface AddressOfAccount {
  readonly userId: string;
  readonly email: string;
}

/**
 * Addresses that a mail server has said do not exist, and that are not written to for a while; each of one account, so that
 * the next one to have the address is written to.
 */
export interface Suppressions {
  /** Whether an address is one of them. One read. */
  has(address: AddressOfAccount): Promise<boolean>;
  /** Adds one, for seven days from now. One write. */
  add(address: AddressOfAccount): Promise<void>;
}

/** An address is kept by its hash, since keys may reach a log. */
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
  /** What stands for an address where it must not be read. */
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
      const conflict = () => new Error('The suppression of an address was refused');
      await writeAlone(upsert(suppressedAddresses, key, { set, expiresAt: expiryOf(rejectedAt), conflict }));
    },
  };
}

function expiryOf(rejectedAt: Date): Date {
  return later(rejectedAt, daysKept * day);
}

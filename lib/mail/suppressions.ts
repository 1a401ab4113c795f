import * as z from 'zod';
import { type Clock, later, systemClock } from '../clock.ts';
import { entity } from '../data/entity.ts';
import { createReader, type Reader } from '../data/read.ts';
import { upsert } from '../data/write.ts';
import { createWriteAlone, type WriteAlone } from '../data/write-alone.ts';
import { instant } from '../schemas.ts';

/** No longer, so that a server's mistake, or an address that is made later, keeps nobody out of their account. */
const daysKept = 7;

/** Addresses that a mail server has said do not exist, and that are not written to for a while. */
export interface Suppressions {
  /** Whether an address is one of them. One read. */
  has(address: string): Promise<boolean>;
  /** Adds one, for seven days from now. One write. */
  add(address: string): Promise<void>;
}

/** An address is kept by its hash, since keys may reach a log. */
const suppressedAddresses = entity({
  name: 'suppressed-address',
  table: 'platform',
  schema: z.object({ emailHash: z.string(), rejectedAt: instant }),
  key: ({ emailHash }: { emailHash: string }) => ({ pk: `SUPPRESSED#${emailHash}`, sk: 'ADDRESS' }),
  expiresAt: ({ rejectedAt }) => expiryOf(new Date(rejectedAt)),
});

export interface SuppressionDependencies {
  /** What stands for an address where it must not be read. */
  readonly hashOf: (address: string) => string;
  readonly read?: Pick<Reader, 'find'>;
  readonly writeAlone?: WriteAlone;
  readonly clock?: Clock;
}

export function createSuppressions({
  hashOf,
  read = createReader(),
  writeAlone = createWriteAlone(),
  clock = systemClock,
}: SuppressionDependencies): Suppressions {
  return {
    async has(address) {
      const id = { emailHash: hashOf(address) };
      return (await read.find(suppressedAddresses, id, { consistent: false })) !== undefined;
    },
    async add(address) {
      const id = { emailHash: hashOf(address) };
      const rejectedAt = clock();
      const set = { ...id, rejectedAt: rejectedAt.toISOString() };
      const conflict = () => new Error('The suppression of an address was refused');
      await writeAlone(upsert(suppressedAddresses, id, { set, expiresAt: expiryOf(rejectedAt), conflict }));
    },
  };
}

function expiryOf(rejectedAt: Date): Date {
  return later(rejectedAt, daysKept * 24 * 60 * 60 * 1_000);
}

import * as z from 'zod';
import { absent, equals } from '../../../data/condition.ts';
import { entity, MalformedItem, type Stored } from '../../../data/entity.ts';
import { upsert } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { calendarDate, type Output, schema } from '../../../schemas.ts';

const chainHead = schema(() =>
  z.object({
    /** The first day that was ever sealed. */
    first: calendarDate(),
    /** The last sealed day, and the head of its chain. */
    day: calendarDate(),
    head: z.string(),
  }),
);

/** How far the days were sealed: each from the first to the last has a seal, and the chain ends in this head. */
export type ChainHead = Output<typeof chainHead>;

/** What the seal of a day has to be: all of its bytes follow from its head and the version of the key. */
export interface SealClaim {
  readonly day: string;
  readonly head: string;
  readonly keyVersion: number;
}

/** A head with the last claim beside it, which is of the same day, or of one whose seal is not known to be stored yet. */
export interface KeptHead extends ChainHead {
  readonly claim?: SealClaim;
}

/** What is stored: a head, a claim, or both, for the very first day is claimed before there is a head. */
const storedFields = schema(() =>
  chainHead().partial().extend({
    claimedDay: calendarDate().optional(),
    claimedHead: z.string().optional(),
    claimedKeyVersion: z.int().optional(),
  }),
);
type StoredHead = Output<typeof storedFields>;

const storedHead = schema(() => storedFields().refine((stored) => headOf(stored) ?? isFirstClaim(stored)));

/** The kept head, which is stored apart from the seals, and in another table than the entries. */
export const chainHeads = entity({
  name: 'audit-chain-head',
  table: 'platform',
  schema: storedHead,
  key: (_: object) => ({ pk: 'AUDIT-SEALS', sk: 'HEAD' }),
});

/** Keeps where the chain of seals ends, apart from the seals, so that deleting the last ones is noticed. */
export interface ChainHeads {
  find(): Promise<KeptHead | undefined>;
  /** Moves the head on; answers where it is then, which is farther where another run was faster. */
  move(from: ChainHead | undefined, to: ChainHead): Promise<ChainHead>;
}

/** The head is not where it was read, or the day was claimed before: another run was there. */
export class HeadMoved extends Error {
  override readonly name = 'HeadMoved';
  readonly now: KeptHead | undefined;
  readonly claim: SealClaim | undefined;

  constructor(now: Stored<StoredHead> | undefined) {
    super('The head of the audit chain was moved at the same time');
    this.now = now && headOf(now);
    this.claim = now && claimOf(now);
  }
}

/** Whether a seal is the one that was made of its day, as far as that is kept. */
export function isAsKept(kept: KeptHead | undefined, { day, head }: Pick<SealClaim, 'day' | 'head'>): boolean {
  return [kept, kept?.claim].every((each) => each?.day !== day || each.head === head);
}

/** Whether an error says that the stored head does not have the shape of one. */
export function isMalformedHead(error: unknown): boolean {
  return error instanceof MalformedItem;
}

/** Reads the kept head, for those who never move it. */
export function createChainHeadReader({ read }: Pick<Platform, 'read'>): Pick<ChainHeads, 'find'> {
  return {
    async find() {
      const stored = await read.find(chainHeads, {});
      return stored && headOf(stored);
    },
  };
}

export function createChainHeads({ read, writeAlone }: Pick<Platform, 'read' | 'writeAlone'>): ChainHeads {
  return {
    ...createChainHeadReader({ read }),

    async move(from, to) {
      const when = from ? equals('head', from.head) : absent('head');
      try {
        await writeAlone(upsert(chainHeads, {}, { set: to, when, conflict: (old) => new HeadMoved(old) }));
        return to;
      } catch (error) {
        // The head never goes back: another run has moved it farther, or to the same day.
        if (error instanceof HeadMoved && error.now && error.now.day >= to.day) return error.now;
        throw error;
      }
    },
  };
}

function headOf(stored: StoredHead): KeptHead | undefined {
  const { first, day, head } = stored;
  if (first === undefined || day === undefined || head === undefined) return undefined;
  const claim = claimOf(stored);
  return { first, day, head, ...(claim && { claim }) };
}

function isFirstClaim(stored: StoredHead): boolean {
  return (stored.first ?? stored.day ?? stored.head) === undefined && claimOf(stored) !== undefined;
}

function claimOf({ claimedDay: day, claimedHead: head, claimedKeyVersion: keyVersion }: StoredHead) {
  if (day === undefined || head === undefined || keyVersion === undefined) return undefined;
  return { day, head, keyVersion };
}

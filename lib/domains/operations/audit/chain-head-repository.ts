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

/** The kept head, which is stored apart from the seals, and in another table than the entries. */
export const chainHeads = entity({
  name: 'audit-chain-head',
  table: 'platform',
  schema: chainHead,
  key: (_: object) => ({ pk: 'AUDIT-SEALS', sk: 'HEAD' }),
});

/** Keeps where the chain of seals ends, apart from the seals, so that deleting the last ones is noticed. */
export interface ChainHeads {
  find(): Promise<ChainHead | undefined>;
  /** Moves the head on; answers where it is then, which is farther where another run was faster. */
  move(from: ChainHead | undefined, to: ChainHead): Promise<ChainHead>;
}

/** The head is not where it was read: another run has moved it. */
class HeadMoved extends Error {
  override readonly name = 'HeadMoved';
  readonly now: ChainHead | undefined;

  constructor(now: Stored<ChainHead> | undefined) {
    super('The head of the audit chain was moved at the same time');
    this.now = now && { first: now.first, day: now.day, head: now.head };
  }
}

/** Whether an error says that the stored head does not have the shape of one. */
export function isMalformedHead(error: unknown): boolean {
  return error instanceof MalformedItem;
}

/** Reads the kept head, for those who never move it. */
export function createChainHeadReader({ read }: Pick<Platform, 'read'>): Pick<ChainHeads, 'find'> {
  return { find: () => read.find(chainHeads, {}) };
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

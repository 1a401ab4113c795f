import type { Key } from '../data/database.ts';
import type { Write } from '../data/write.ts';
import { logUnexpected } from '../error-groups.ts';
import type { Platform } from '../platform/platform.ts';
import type { Index } from './definition.ts';
import { changesFor, EnteredMeanwhile } from './differences.ts';
import { createStandings } from './standings.ts';

/** Keeps what is entered in an index what its records say. */
export interface IndexUpkeep {
  /** Enters the records at keys of a changed table as they are by now; answers for each key whether that succeeded. */
  enterChanged(keys: readonly Key[]): Promise<readonly boolean[]>;
  /**
   * Enters records as they are by now, whatever befell them before; answers the ids of those that could not be. `thorough`
   * looks whether each entry is there, and not only whether it was made.
   */
  enter(recordIds: readonly string[], options?: { readonly thorough?: boolean }): Promise<ReadonlySet<string>>;
}

type Dependencies = Pick<Platform, 'read' | 'commit' | 'writeAlone'>;

/** How often a record is entered again that changes meanwhile; after that it comes again. */
const mostRounds = 10;
/** How many records are written at once. */
const writtenAtOnce = 10;

/** Makes the upkeep of an index; two may be at one record at once, and either may die between any two calls. */
export function createIndexUpkeep<R>(index: Index<R>, { read, commit, writeAlone }: Dependencies): IndexUpkeep {
  const findStandings = createStandings(index, { read });

  /** One write has a condition of its own, and needs no transaction. */
  async function carryOut([first, ...others]: readonly Write[]): Promise<void> {
    if (first) await (others.length === 0 ? writeAlone(first) : commit([first, ...others]));
  }

  /** Whether a record was changed or is being entered by somebody else, so that it has to be looked at again. */
  async function write(changes: readonly (readonly Write[])[]): Promise<boolean> {
    for (const change of changes)
      await carryOut(change).catch((error: unknown) => {
        if (!(error instanceof EnteredMeanwhile)) throw error;
      });
    return changes.length > 0 && !index.appendOnly;
  }

  /**
   * Enters records once, and answers those to look at again: a record may have changed after it was read, and who entered that
   * change may have been done before.
   */
  async function enterOnce(recordIds: readonly string[], thorough: boolean, failed: Set<string>): Promise<string[]> {
    const again: string[] = [];
    for await (const standings of findStandings(recordIds, { thorough }))
      await inTurns(standings, async (standing) => {
        try {
          if (await write(changesFor(index, standing))) again.push(standing.recordId);
        } catch (error) {
          logUnexpected('record not entered', { index: index.name, recordId: standing.recordId, error });
          failed.add(standing.recordId);
        }
      });
    return again;
  }

  const enter: IndexUpkeep['enter'] = async (recordIds, { thorough = false } = {}) => {
    const failed = new Set<string>();
    let left = [...new Set(recordIds)];
    for (let round = 0; left.length > 0 && round < mostRounds; round++) left = await enterOnce(left, thorough, failed);
    return new Set([...failed, ...left]);
  };

  return {
    enter,
    async enterChanged(keys) {
      const recordIds = keys.map(index.idAt);
      const failed = await enter(recordIds.filter((recordId) => recordId !== undefined));
      return recordIds.map((recordId) => recordId === undefined || !failed.has(recordId));
    },
  };
}

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += writtenAtOnce)
    await Promise.all(items.slice(from, from + writtenAtOnce).map(work));
}

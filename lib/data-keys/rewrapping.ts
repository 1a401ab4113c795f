import type { Stored } from '../data/entity.ts';
import { hasCode } from '../errors.ts';
import type { Platform } from '../platform/platform.ts';
import { rewrap } from './data-key.ts';
import { listWrappedBy, rewrapDataKey, type StoredDataKey } from './data-key-repository.ts';
import { sealBroken, unlessBroken } from './refusals.ts';
import type { WrappingKey, WrappingKeys } from './wrapping-keys.ts';

/** What became of the data keys that an earlier key had wrapped. */
interface Rewrapped {
  /** How many the newest key wraps now. */
  readonly rewrapped: number;
  /** How many did not open, and stay as they are; each is logged and counted. */
  readonly broken: number;
  /** The numbers of the earlier keys that do not open, or are gone: what they have wrapped stays as it is. */
  readonly closed: readonly number[];
}

interface RewrappingDependencies extends Pick<Platform, 'read' | 'writeAlone'> {
  readonly wrappingKeys: WrappingKeys;
}

/**
 * Wraps by the newest key all data keys that earlier ones have wrapped, page by page; no record is touched, and who reads
 * meanwhile finds either. It can be ended at any moment, and run again.
 */
export function createRewrapping({ read, writeAlone, wrappingKeys }: RewrappingDependencies) {
  async function rewrapOne(stored: Stored<StoredDataKey>, from: WrappingKey, to: WrappingKey): Promise<boolean> {
    const { owner, wrapped = '' } = stored;
    const anew = rewrap(owner, wrapped, from.key, to.key);
    if (anew === undefined) sealBroken(`The data key of ${owner}`);
    else await writeAlone(rewrapDataKey(stored, { wrapped: anew, wrappedBy: String(to.number) })).catch(unlessChanged);
    return anew !== undefined;
  }

  async function rewrapFrom(from: WrappingKey, to: WrappingKey): Promise<boolean[]> {
    const outcomes: boolean[] = [];
    let after: Awaited<ReturnType<typeof listWrappedBy>>['next'];
    do {
      const page = await listWrappedBy(read, from.number, after);
      outcomes.push(...(await Promise.all(page.items.map((stored) => rewrapOne(stored, from, to)))));
      after = page.next;
    } while (after);
    return outcomes;
  }

  return async (): Promise<Rewrapped> => {
    const newest = await wrappingKeys.newest();
    const outcomes: boolean[] = [];
    const closed: number[] = [];
    for (let number = 1; number < newest.number; number++) {
      const earlier = await wrappingKeys.find(number).catch(unlessBroken);
      if (earlier) outcomes.push(...(await rewrapFrom(earlier, newest)));
      else closed.push(number);
    }
    const rewrapped = outcomes.filter(Boolean).length;
    return { rewrapped, broken: outcomes.length - rewrapped, closed };
  };
}

/** What was changed meanwhile was destroyed, or wrapped anew by somebody else. */
function unlessChanged(error: unknown): void {
  if (!hasCode(error, 'DATA_KEY_CHANGED')) throw error;
}

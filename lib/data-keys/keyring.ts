import { minute } from '../clock.ts';
import type { Write } from '../data/write.ts';
import { hasCode } from '../errors.ts';
import { createExpiringCache } from '../expiring-cache.ts';
import type { Platform } from '../platform/platform.ts';
import { type DataKey, newDataKey, type Owner, unwrap } from './data-key.ts';
import { dataKeyAt, insertDataKey, type StoredDataKey } from './data-key-repository.ts';
import { KeyErased, keyMissing, sealBroken, unlessBroken } from './refusals.ts';
import type { WrappingKeys } from './wrapping-keys.ts';

/**
 * The data keys of owners (docs/adr/0050-keys-of-records.md). All of it throws `Unavailable` while the root key cannot be asked
 * and memory holds none of it.
 */
export interface Keyring {
  /** Makes the key of a new owner, and the write that stores it, for the commit that creates the owner. */
  make(owner: Owner): Promise<{ readonly key: DataKey; readonly write: Write }>;
  /** The key of an owner, which is made where there is none yet; throws `KeyErased`. */
  obtain(owner: Owner): Promise<DataKey>;
  /** The key of an owner; throws `KeyErased`, or `KeyMissing`. */
  get(owner: Owner): Promise<DataKey>;
  /**
   * The keys of at most 100 owners by one batch read at the most; those that are erased, missing or do not open are left out, and
   * told of: a missing one unless `guessed`, where there need be no such owner.
   */
  find(owners: readonly Owner[], options?: { readonly guessed?: boolean }): Promise<ReadonlyMap<Owner, DataKey>>;
  /** The key in an item that was read by `dataKeyAt` together with others; throws `KeyErased`, or `KeyMissing`. */
  open(owner: Owner, stored: StoredDataKey | undefined): Promise<DataKey>;
}

interface KeyringOptions extends Pick<Platform, 'read' | 'writeAlone' | 'clock'> {
  readonly wrappingKeys: WrappingKeys;
  /**
   * The kinds of owners whose keys memory holds for five minutes: those that lists are sealed by. A key that was destroyed,
   * here or elsewhere, opens here for so long, while the others are read each time, and are of no use from that moment on.
   */
  readonly held?: readonly string[];
}

const heldMilliseconds = 5 * minute;
const mostHeld = 1_000;

export function createKeyring({ read, writeAlone, clock, wrappingKeys, held = [] }: KeyringOptions): Keyring {
  const memory = createExpiringCache<DataKey>({ clock, milliseconds: heldMilliseconds, most: mostHeld });
  const isHeld = (owner: Owner) => held.includes(owner.slice(0, owner.indexOf('/')));

  async function unwrapped(owner: Owner, { wrapped, wrappedBy }: StoredDataKey): Promise<DataKey | undefined> {
    if (wrapped === undefined) return undefined;
    const wrappingKey = await wrappingKeys.find(Number(wrappedBy));
    const key = wrappingKey && unwrap(owner, wrapped, wrappingKey.key);
    if (!key) throw sealBroken(`The data key of ${owner}`);
    return key;
  }

  async function open(owner: Owner, stored: StoredDataKey | undefined): Promise<DataKey> {
    if (!stored) throw keyMissing(owner);
    const key = await unwrapped(owner, stored);
    if (!key) throw new KeyErased(`The data key of ${owner} was destroyed`);
    return key;
  }

  async function make(owner: Owner) {
    const { number, key: wrappingKey } = await wrappingKeys.newest();
    const { key, wrapped } = newDataKey(owner, wrappingKey);
    return { key, write: insertDataKey({ owner, wrapped, wrappedBy: String(number) }) };
  }

  /** The stored keys of owners, of whom memory holds none. */
  async function readKeys(owners: readonly Owner[]): Promise<readonly (StoredDataKey | undefined)[]> {
    return owners.length === 0 ? [] : read.findTogether(owners.map(dataKeyAt));
  }

  async function get(owner: Owner): Promise<DataKey> {
    const known = memory.find(owner);
    if (known) return known;
    const since = clock();
    const [stored] = await readKeys([owner]);
    const key = await open(owner, stored);
    if (isHeld(owner)) memory.hold(owner, key, since);
    return key;
  }

  /** The key of an owner among others: one that is missing or does not open is told of, and holds up none of them. */
  async function openAmongOthers(
    owner: Owner,
    stored: StoredDataKey | undefined,
    guessed: boolean,
  ): Promise<DataKey | undefined> {
    if (stored) return unwrapped(owner, stored).catch(unlessBroken);
    if (!guessed) keyMissing(owner);
    return undefined;
  }

  return {
    make,
    get,
    open,

    async obtain(owner) {
      const [stored] = await readKeys([owner]);
      if (stored) return open(owner, stored);
      const { key, write } = await make(owner);
      try {
        await writeAlone(write);
        return key;
      } catch (error) {
        // Somebody else was faster, to make it or to destroy it.
        if (hasCode(error, 'DATA_KEY_EXISTS')) return get(owner);
        throw error;
      }
    },

    async find(owners, { guessed = false } = {}) {
      const known = keysIn(owners.map((owner) => memory.find(owner)));
      const since = clock();
      const unknown = [...new Set(owners)].filter((owner) => !known.has(owner));
      const stored = await readKeys(unknown);
      const opening = unknown.map((owner, index) => openAmongOthers(owner, stored[index], guessed));
      const opened = keysIn(await Promise.all(opening));
      for (const [owner, key] of opened) if (isHeld(owner)) memory.hold(owner, key, since);
      return new Map([...known, ...opened]);
    },
  };
}

function keysIn(keys: readonly (DataKey | undefined)[]): Map<Owner, DataKey> {
  return new Map(keys.flatMap((key) => (key ? [[key.owner, key]] : [])));
}

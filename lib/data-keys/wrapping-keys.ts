import type { KeyObject } from 'node:crypto';
import { type Clock, minute } from '../clock.ts';
import { ConfigurationError } from '../config.ts';
import { createExpiringCache, type ExpiringCache } from '../expiring-cache.ts';
import type { SealedWrappingKey, WrappingKeyList } from './wrapping-key-repository.ts';

/** The key that wraps data keys, decrypted. */
export interface WrappingKey {
  /** The number of its version, from 1 on. */
  readonly number: number;
  readonly key: KeyObject;
}

/** The wrapping keys, of which memory holds those that were asked for. */
export interface WrappingKeys {
  /** The newest one, which wraps new data keys; throws `ConfigurationError` while there is none. */
  newest(): Promise<WrappingKey>;
  /** An earlier or the newest one; undefined where there is none of that number. */
  find(number: number): Promise<WrappingKey | undefined>;
}

interface WrappingKeyDependencies {
  readonly clock: Clock;
  /** Lists the encrypted keys, the newest first. */
  readonly list: WrappingKeyList;
  /** Decrypts one of them by the root key. */
  readonly open: (sealed: Buffer, number: number) => Promise<KeyObject>;
}

/** How long memory holds a wrapping key; a rotation counts after that time everywhere. */
const wrappingKeyLife = 5 * minute;

/** The most keys at once; more are in use only while data keys are being wrapped anew. */
const mostHeld = 8;

/** Makes the wrapping keys of a process: in five minutes one list, and one call to the root key for each that is used. */
export function createWrappingKeys({ clock, list, open }: WrappingKeyDependencies): WrappingKeys {
  const bounds = { clock, milliseconds: wrappingKeyLife, most: mostHeld };
  const lists = createExpiringCache<Promise<readonly SealedWrappingKey[]>>(bounds);
  const opened = createExpiringCache<Promise<KeyObject>>(bounds);
  const listed = () => share(lists, 'all', clock(), () => list());
  const listedUpTo = (number: number) => share(lists, String(number), clock(), () => list(number));

  async function decrypted({ number, sealed }: SealedWrappingKey): Promise<WrappingKey> {
    const openIt = () => open(Buffer.from(sealed, 'base64'), number);
    return { number, key: await share(opened, `${number}:${sealed}`, clock(), openIt) };
  }

  /** The encrypted key of a number; undefined where there is none. */
  async function findSealed(number: number): Promise<SealedWrappingKey | undefined> {
    const isIt = (each: SealedWrappingKey) => each.number === number;
    const seen = listed();
    const known = (await seen).find(isIt);
    if (known) return known;
    const oldest = (await seen).at(-1)?.number ?? 1;
    // A list ends after the newest hundred.
    if (number >= 1 && number < oldest) return (await listedUpTo(number)).find(isIt);
    // Somebody has rotated since the list was read; of many who see it the first one drops it.
    if (lists.find('all') === seen) lists.drop('all');
    return (await listed()).find(isIt);
  }

  return {
    async newest() {
      const [newest] = await listed();
      if (!newest) throw new ConfigurationError('there is no wrapping key: npm run data-keys:rotate makes the first');
      return decrypted(newest);
    },
    async find(number) {
      const sealed = await findSealed(number);
      return sealed && decrypted(sealed);
    },
  };
}

/** Finds or loads what many want at once by one load; a failed one is tried again by the next who asks. */
function share<V>(cache: ExpiringCache<Promise<V>>, name: string, now: Date, load: () => Promise<V>): Promise<V> {
  const held = cache.find(name);
  if (held) return held;
  const loading = load();
  cache.hold(name, loading, now);
  loading.catch(() => {
    if (cache.find(name) === loading) cache.drop(name);
  });
  return loading;
}

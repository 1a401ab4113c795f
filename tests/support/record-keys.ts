import { createSecretKey, type KeyObject } from 'node:crypto';
import { createKeyring, type Keyring } from '../../lib/data-keys/keyring.ts';
import { sealBroken } from '../../lib/data-keys/refusals.ts';
import { createWrappingKeyList } from '../../lib/data-keys/wrapping-key-repository.ts';
import { createWrappingKeyRotation } from '../../lib/data-keys/wrapping-key-rotation.ts';
import { createWrappingKeys, type WrappingKeys } from '../../lib/data-keys/wrapping-keys.ts';
import { Unavailable } from '../../lib/errors.ts';
import type { TestPlatform } from './platform.ts';

/** A root key that counts how often it is asked, in place of KMS. */
export interface TestRootKey {
  opened: number;
  /** Whether it answers nobody. */
  down: boolean;
  make(number: number): Promise<Buffer>;
  open(sealed: Buffer, number: number): Promise<KeyObject>;
  opens(sealed: Buffer): Promise<boolean>;
}

/** A wrapping key of a number that is the same in every test. */
export const wrappingKeyOf = (number: number): KeyObject => createSecretKey(Buffer.alloc(32, number));

/** Makes a root key that hides what it encrypts by its number alone: nothing here is about its own strength. */
export function createTestRootKey(keyOf: (number: number) => KeyObject = wrappingKeyOf): TestRootKey {
  const made = new Map<string, KeyObject>();
  return {
    opened: 0,
    down: false,
    async make(number) {
      const sealed = Buffer.from(`sealed ${number}`);
      made.set(sealed.toString(), keyOf(number));
      return sealed;
    },
    async open(sealed, number) {
      this.opened += 1;
      if (this.down) throw new Unavailable('KEYS_UNAVAILABLE', 'down');
      const key = made.get(sealed.toString());
      if (!key) throw sealBroken(`The wrapping key ${number}`);
      return key;
    },
    opens: async (sealed) => made.has(sealed.toString()),
  };
}

/** A keyring whose one wrapping key is at hand: nothing of it is stored, and nobody is asked. */
export function createTestKeyring(platform: TestPlatform): Keyring {
  const wrappingKey = { number: 1, key: wrappingKeyOf(1) };
  const wrappingKeys = { newest: async () => wrappingKey, find: async () => wrappingKey };
  return createKeyring({ ...platform, wrappingKeys, held: ['clinics'] });
}

/** The keys of records in one process of a stage; several may share a store and a root key. */
export interface RecordKeys {
  readonly rootKey: TestRootKey;
  readonly wrappingKeys: WrappingKeys;
  readonly keyring: Keyring;
  rotate(): Promise<number>;
}

/** What differs from a process that holds no data key in memory. */
interface RecordKeyOptions {
  readonly rootKey?: TestRootKey;
  readonly held?: readonly string[];
}

/** Makes the keys of records as one process has them. */
export function createRecordKeys(
  platform: TestPlatform,
  { rootKey = createTestRootKey(), held }: RecordKeyOptions = {},
): RecordKeys {
  const list = createWrappingKeyList(platform);
  const open = (sealed: Buffer, number: number) => rootKey.open(sealed, number);
  const wrappingKeys = createWrappingKeys({ ...platform, list, open });
  return {
    rootKey,
    wrappingKeys,
    keyring: createKeyring({ ...platform, wrappingKeys, ...(held && { held }) }),
    rotate: createWrappingKeyRotation({ ...platform, list, make: rootKey.make, opens: rootKey.opens }),
  };
}

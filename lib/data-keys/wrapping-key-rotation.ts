import { ConfigurationError } from '../config.ts';
import type { Platform } from '../platform/platform.ts';
import { insertWrappingKey, type SealedWrappingKey } from './wrapping-key-repository.ts';

interface WrappingKeyRotationDependencies extends Pick<Platform, 'commit' | 'clock'> {
  /** Lists the encrypted keys, the newest first. */
  readonly list: () => Promise<readonly SealedWrappingKey[]>;
  /** Makes a key, encrypted by the root key. */
  readonly make: (number: number) => Promise<Buffer>;
  /** Whether the root key opens the encrypted key of a number. */
  readonly opens: (sealed: Buffer, number: number) => Promise<boolean>;
}

/**
 * Makes the next wrapping key, or the first, and answers its number: within five minutes it wraps all new data keys, while those
 * before it go on to open what they have wrapped. Stores nothing, and throws `ConfigurationError`, where the root key opens none of
 * these, or not the new one; throws `KEY_ROTATION_UNDER_WAY` where somebody else makes it at this moment.
 */
export function createWrappingKeyRotation({ list, make, opens, commit, clock }: WrappingKeyRotationDependencies) {
  /** An earlier key that was stored under a wrong root key is no reason never to make another: any that opens will do. */
  async function requireRightRootKey(earlier: readonly SealedWrappingKey[]): Promise<void> {
    for (const { number, sealed } of earlier) if (await opens(Buffer.from(sealed, 'base64'), number)) return;
    if (earlier.length > 0) throw refused('opens none of the wrapping keys: put back the one that made them');
  }

  async function makeOne(number: number): Promise<string> {
    const sealed = await make(number);
    if (!(await opens(sealed, number))) throw refused('does not open the wrapping key that it has just made');
    return sealed.toString('base64');
  }

  return async (): Promise<number> => {
    const earlier = await list();
    await requireRightRootKey(earlier);
    const number = (earlier[0]?.number ?? 0) + 1;
    const sealed = await makeOne(number);
    const audit = { action: 'wrapping-key.rotated', subject: `wrapping-keys/${number}`, outcome: 'success' } as const;
    await commit([insertWrappingKey({ number, sealed, madeAt: clock().toISOString() })], { audit: [audit] });
    return number;
  };
}

function refused(why: string): ConfigurationError {
  return new ConfigurationError(`the root key ${why}; nothing was stored`);
}

import type { Platform } from '../platform/platform.ts';
import { insertWrappingKey, type SealedWrappingKey } from './wrapping-key-repository.ts';

interface WrappingKeyRotationDependencies extends Pick<Platform, 'commit' | 'clock'> {
  /** Lists the encrypted keys, the newest first. */
  readonly list: () => Promise<readonly SealedWrappingKey[]>;
  /** Makes a key, encrypted by the root key. */
  readonly make: (number: number) => Promise<Buffer>;
}

/**
 * Makes the next wrapping key, or the first, and answers its number: within five minutes it wraps all new data keys, while those
 * before it go on to open what they have wrapped. Throws `KEY_ROTATION_UNDER_WAY` where somebody else makes it at this moment.
 */
export function createWrappingKeyRotation({ list, make, commit, clock }: WrappingKeyRotationDependencies) {
  return async (): Promise<number> => {
    const [newest] = await list();
    const number = (newest?.number ?? 0) + 1;
    const sealed = (await make(number)).toString('base64');
    const audit = { action: 'wrapping-key.rotated', subject: `wrapping-keys/${number}`, outcome: 'success' } as const;
    await commit([insertWrappingKey({ number, sealed, madeAt: clock().toISOString() })], { audit: [audit] });
    return number;
  };
}

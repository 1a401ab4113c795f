import { ConfigurationError } from '../config.ts';
import type { Reader } from '../data/read.ts';
import type { Platform } from '../platform/platform.ts';
import { hasWrapped } from './data-key-repository.ts';
import { insertWrappingKey, type SealedWrappingKey } from './wrapping-key-repository.ts';

interface WrappingKeyRotationDependencies extends Pick<Platform, 'read' | 'commit' | 'clock'> {
  /** Lists the encrypted keys, the newest first. */
  readonly list: () => Promise<readonly SealedWrappingKey[]>;
  /** Makes a key, encrypted by the root key. */
  readonly make: (number: number) => Promise<Buffer>;
  /** Whether the root key opens the encrypted key of a number. */
  readonly opens: (sealed: Buffer, number: number) => Promise<boolean>;
}

/** How many numbers in a row no data key may name before they count as never taken: of keys that are lost some have wrapped none. */
const lookAhead = 8;

/**
 * The number of the next wrapping key: above the newest one, and above any that data keys name though it is gone. Were that one
 * taken again, nobody would know of the loss.
 */
export async function nextNumber(read: Pick<Reader, 'query'>, newest: number): Promise<number> {
  const numbers = Array.from({ length: lookAhead }, (_, index) => newest + 1 + index);
  const named = await Promise.all(numbers.map((number) => hasWrapped(read, number)));
  const lost = numbers.findLast((_, index) => named[index]);
  return lost === undefined ? newest + 1 : nextNumber(read, lost);
}

/**
 * Makes the next wrapping key, or the first, and answers its number: within five minutes it wraps all new data keys, while those
 * before it go on to open what they have wrapped. Stores nothing, and throws `ConfigurationError`, where the root key opens none of
 * these, or not the new one; throws `KEY_ROTATION_UNDER_WAY` where somebody else makes it at this moment.
 */
export function createWrappingKeyRotation({ list, make, opens, read, commit, clock }: WrappingKeyRotationDependencies) {
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
    const number = await nextNumber(read, earlier[0]?.number ?? 0);
    const sealed = await makeOne(number);
    const audit = { action: 'wrapping-key.rotated', subject: `wrapping-keys/${number}`, outcome: 'success' } as const;
    await commit([insertWrappingKey({ number, sealed, madeAt: clock().toISOString() })], { audit: [audit] });
    return number;
  };
}

function refused(why: string): ConfigurationError {
  return new ConfigurationError(`the root key ${why}; nothing was stored`);
}

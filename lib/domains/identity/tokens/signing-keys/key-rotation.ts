import { later } from '../../../../clock.ts';
import { log } from '../../../../log.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { leadTime, type PublishedKey, publishedAt, scheduleOf, signingAt } from './key-schedule.ts';
import type { KeyStore } from './keyring.ts';
import { createPublishedKeyRepository } from './published-key-repository.ts';
import { claimRotation, extendClaim } from './rotation-claim-repository.ts';

/** How many milliseconds a claim holds, and so how long a run that dies holds up the next rotation. */
const claimTime = 60_000;

interface KeyRotationDependencies extends Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'> {
  readonly keyStore: KeyStore;
}

/**
 * Rotates signing keys: makes a new one, publishes it before it signs, and drops those that have ended. Nothing else has to be
 * done, as every function finds the new key by itself. The first key of all signs at once. Throws `KEY_ROTATION_UNDER_WAY`
 * while a published key has yet to sign.
 */
export function createKeyRotation({
  keyStore,
  read,
  commit,
  clock,
  newId,
}: KeyRotationDependencies): () => Promise<PublishedKey> {
  const repository = createPublishedKeyRepository({ read });

  async function publish(claimId: string): Promise<{ key: PublishedKey; kept: string[] }> {
    const jwk = await keyStore.make();
    const now = clock();
    const schedule = scheduleOf(await repository.list({ consistent: true }));
    const kept = publishedAt(schedule, now).map((each) => each.jwk.kid);
    const ended = schedule.map((each) => each.jwk.kid).filter((kid) => !kept.includes(kid));
    const canWait = signingAt(schedule, now).length > 0;
    const key = { jwk, activeFrom: later(now, canWait ? leadTime : 0).toISOString() };
    const writes = [repository.insert(key, now.toISOString()), extendClaim(claimId, key.activeFrom)];
    const audit = { action: 'signing-key.rotated', subject: `signing-keys/${jwk.kid}`, outcome: 'success' } as const;
    await commit([...writes, ...ended.map(repository.remove)], { audit: [audit] });
    return { key, kept: [...kept, jwk.kid] };
  }

  return async () => {
    const claimId = newId();
    const now = clock();
    await commit([claimRotation(claimId, later(now, claimTime).toISOString(), now.toISOString())]);
    const { key, kept } = await publish(claimId);
    // The rotation is complete by now, and the next one drops what this one could not.
    await keyStore.keepOnly(kept).catch((error: unknown) => log.warn('ended signing keys not dropped', { error }));
    return key;
  };
}

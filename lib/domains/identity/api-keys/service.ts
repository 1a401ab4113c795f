import { type Caller, type Person, reachesClinic } from '../../../access/caller.ts';
import type { Permission } from '../../../access/permissions.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import { createDueItems, type DuePlan } from '../../../due/due-items.ts';
import { Forbidden, InvalidInput, RuleViolation } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { moveApiKey } from '../../clinic/clinics/service.ts';
import { apiKeyExpired } from '../events/api-keys.ts';
import { uncountKey } from './expiry.ts';
import { newKeyText } from './key-text.ts';
import { keyAbsentFor } from './reach.ts';
import { ApiKeyChanged, createApiKeyRepository, insertApiKey, removeApiKey, type StoredApiKey } from './repository.ts';
import type { CreatedApiKey, NewApiKey } from './schema.ts';
import { scopesBeyondClinic } from './scopes.ts';
import { shownKey } from './shown-key.ts';
import { subjectOfKey } from './subject.ts';

export type ApiKeyService = ReturnType<typeof createApiKeyService>;

/** The API keys, which are the clinic's, whoever made them, and are valid until they expire or are revoked. */
export function createApiKeyService({
  read,
  commit,
  clock,
  newId,
}: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'>) {
  const keys = createApiKeyRepository({ read });
  const due = createDueItems({ clock, newId, read });

  /** Its end is put on record when it comes; nothing is cancelled where it is revoked before, as its worker finds none then. */
  function planEnd({ id: keyId, endsAt }: StoredApiKey): DuePlan {
    if (endsAt === undefined) return { writes: [], events: [] };
    return due.schedule(apiKeyExpired, {
      id: keyId,
      at: new Date(endsAt),
      subject: subjectOfKey(keyId),
      data: { keyId },
    });
  }

  async function revokeAsFound(caller: Caller, keyId: string): Promise<void> {
    const key = await keys.find(keyId);
    if (!key || !reachesClinic(caller, key.clinicId)) throw keyAbsentFor(caller);
    await commit([removeApiKey(key), ...uncountKey(key)], {
      audit: [{ action: 'api-key.revoked', subject: subjectOfKey(keyId), outcome: 'success' }],
    });
  }

  return {
    /**
     * Makes a key; throws `PERSON_REQUIRED` and `PERMISSION_NOT_HELD`, so that nobody hands out more than they have,
     * `CLINIC_NOT_ALLOWED` and `UNKNOWN_REFERENCE`.
     */
    async create(wish: NewApiKey, caller: Caller): Promise<CreatedApiKey> {
      const creator = requirePerson(caller);
      const now = clock();
      requireFuture(wish.expiresAt, now);
      requireHeld(wish.permissions, creator);
      requireInsideClinic(wish);
      const id = newId(now.getTime());
      const { text, hash } = newKeyText(id);
      const { expiresAt, ...fields } = wish;
      const made = { id, hash, ...fields, createdAt: now.toISOString(), createdBy: creator.userId };
      const key: StoredApiKey = { ...made, ...(expiresAt && { endsAt: expiresAt }) };
      const { name: _, ...details } = wish;
      const end = planEnd(key);
      return commit([insertApiKey(key), ...moveApiKey({ to: key.clinicId }), ...end.writes], {
        events: end.events,
        audit: [{ action: 'api-key.created', subject: subjectOfKey(id), outcome: 'success', details: { ...details } }],
        result: { ...shownKey(key), key: text },
      });
    },

    /** Revokes a key, whose requests are refused within three seconds; throws `API_KEY_NOT_FOUND`. */
    revoke: (caller: Caller, keyId: string): Promise<void> =>
      retryOnConflict(
        () => revokeAsFound(caller, keyId),
        (error) => error instanceof ApiKeyChanged,
      ),
  };
}

/** A key must not make keys: a leaked one would outlive its own revocation. */
function requirePerson(caller: Caller): Person {
  if (caller.kind === 'person') return caller;
  throw new Forbidden('PERSON_REQUIRED', 'An API key cannot make another; a signed-in person can.');
}

function requireFuture(expiresAt: string | undefined, now: Date): void {
  if (expiresAt === undefined || new Date(expiresAt) > now) return;
  const errors = [{ path: 'expiresAt', message: 'Must lie in the future.', code: 'past' }];
  throw new InvalidInput('VALIDATION_FAILED', 'The key would have expired already.', { errors });
}

function requireHeld(wished: readonly Permission[], { permissions }: Person): void {
  const missing = wished.filter((permission) => !permissions.has(permission));
  if (missing.length === 0) return;
  throw new RuleViolation('PERMISSION_NOT_HELD', `A key cannot do what you cannot: ${missing.join(', ')}.`);
}

/** What is not used inside one clinic would reach beyond it: a key that is bound to one cannot have it. */
function requireInsideClinic({ permissions, clinicId }: NewApiKey): void {
  const beyond = scopesBeyondClinic(permissions, clinicId);
  if (beyond.length === 0) return;
  const errors = beyond.map((permission) => ({
    path: `permissions.${permissions.indexOf(permission)}`,
    message: 'Is not used inside one clinic.',
    code: 'beyond_clinic',
  }));
  const message = `A key that is bound to a clinic cannot have what is not used inside one: ${beyond.join(', ')}.`;
  throw new RuleViolation('CLINIC_NOT_ALLOWED', message, { errors });
}

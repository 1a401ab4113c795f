import { expect } from '@jest/globals';
import { createApiKeyService } from '../../../lib/domains/identity/api-keys/service.ts';
import { createKeyRotation } from '../../../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { createSealing } from '../../../lib/domains/operations/audit/sealing.ts';
import { once } from '../../../lib/http/idempotency.ts';
import { createIdempotencyRecords } from '../../../lib/idempotency/records.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestCaller } from '../../support/http.ts';
import { createMemorySeals } from '../../support/memory-seals.ts';
import { describeRaces } from '../../support/race.ts';
import { entriesOf, identityItems } from '../../support/race-items.ts';
import { enrol, identityOn } from '../../support/race-services.ts';
import { sizes } from '../../support/sizes.ts';

const keyMaker = createTestCaller({ permissions: new Set(['api-keys:read']) });
const wish = { name: 'Laboratory', permissions: ['api-keys:read' as const], dailyQuota: 100 };
const identity = { issuer: 'https://issuer.test', subject: 'ada' };
const jwk = { kty: 'RSA', use: 'sig', alg: 'RS256', kid: 'one', n: 'AQAB', e: 'AQAB' } as const;

describeRaces([
  {
    service: 'an allowance of five: as by rate limits and quotas',
    wins: 'all',
    prepare: async ({ calm, rivals }) => {
      const endsAt = new Date(calm.clock().getTime() + 60_000);
      const key = { pk: 'QUOTA#one', sk: 'DAY' };
      return () => rivals.take({ table: 'platform', key, most: 5, endsAt });
    },
    holds: ({ won }) => {
      const taken = won.filter((place) => place !== undefined);
      expect(taken.sort()).toEqual([1, 2, 3, 4, 5]);
    },
  },
  {
    service: 'requests with one Idempotency-Key: one effect, one answer',
    wins: 'all',
    prepare: async ({ rivals }) => {
      const { registrations } = identityOn(rivals);
      const records = createIdempotencyRecords(rivals);
      const request = { caller: createTestCaller(), route: 'POST /v1/users', key: 'one', input: 'ada' };
      const invitation = { password: 'Correct-Horse-9', name: 'Ada Lovelace', roles: ['user' as const] };
      return () =>
        once(records, request, () => registrations.enrol({ id: newId(), email: 'ada@example.com', ...invitation }));
    },
    holds: (end) => {
      const results = end.won.map((outcome) => JSON.stringify((outcome as { result: unknown }).result));
      expect(new Set(results).size).toBe(1);
      expect(identityItems(end, 'person')).toHaveLength(1);
    },
  },
  {
    service: 'new API keys',
    wins: 'all',
    prepare: async ({ rivals }) => {
      const apiKeys = createApiKeyService(rivals);
      return () => apiKeys.create(wish, keyMaker);
    },
    holds: (end) => expect(identityItems(end, 'api-key')).toHaveLength(sizes.rivals),
  },
  {
    service: 'one API key that is revoked',
    wins: 1,
    refusals: ['API_KEY_NOT_FOUND'],
    prepare: async ({ calm, rivals }) => {
      const { id } = await createApiKeyService(calm).create(wish, keyMaker);
      const apiKeys = createApiKeyService(rivals);
      return () => apiKeys.revoke(keyMaker, id);
    },
    holds: (end) => expect(entriesOf(end, 'api-key.revoked')).toHaveLength(1),
  },
  {
    service: 'one outside identity, linked to many people',
    wins: 1,
    refusals: ['IDENTITY_LINKED'],
    prepare: async ({ calm, rivals }) => {
      const people = await Promise.all(
        Array.from({ length: sizes.rivals }, (_, at) => enrol(calm, `person-${at}@example.com`)),
      );
      const { identityLinks } = identityOn(rivals);
      return (rival) => identityLinks.link(identity, String(people[rival]?.id));
    },
    holds: (end) => expect(identityItems(end, 'person-link')).toHaveLength(1),
  },
  {
    service: 'one outside identity, linked to one person',
    wins: 'all',
    prepare: async ({ calm, rivals }) => {
      const { id: userId } = await enrol(calm);
      const { identityLinks } = identityOn(rivals);
      return () => identityLinks.link(identity, userId);
    },
    holds: (end) => expect(entriesOf(end, 'user.identity-linked')).toHaveLength(1),
  },
  {
    service: 'rotation of the signing keys',
    wins: 1,
    refusals: ['KEY_ROTATION_UNDER_WAY'],
    prepare: async ({ rivals }) => {
      const keyStore = { make: async () => jwk, keepOnly: async () => undefined };
      const rotate = createKeyRotation({ ...rivals, keyStore });
      return () => rotate();
    },
    holds: (end) => expect(entriesOf(end, 'signing-key.rotated')).toHaveLength(1),
  },
  {
    service: 'sealing of the same days of the audit',
    wins: 'all',
    prepare: async ({ calm, rivals, contended }) => {
      await calm.commit([], { audit: [{ action: 'user.verified', subject: 'users/u1', outcome: 'success' }] });
      calm.clock.advance(24 * 60 * 60);
      const store = createMemorySeals();
      const seal = createSealing({ ...rivals, database: contended, store });
      return () => seal();
    },
    holds: ({ won, database }) => {
      const days = won.map((sealed) => (sealed as { days: number }).days);
      expect(days.reduce((sum, each) => sum + each)).toBe(35);
      expect(database.itemsOf('platform').filter(({ entity }) => entity === 'audit-chain-head')).toHaveLength(1);
    },
  },
]);

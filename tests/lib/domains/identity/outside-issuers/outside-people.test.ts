import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { permissionsOf } from '../../../../../lib/domains/declared/permissions.ts';
import { createIdentityLinks } from '../../../../../lib/domains/identity/outside-issuers/identity-links.ts';
import { createOutsideIssuers } from '../../../../../lib/domains/identity/outside-issuers/outside-issuers.ts';
import { readOutsideKeys } from '../../../../../lib/domains/identity/outside-issuers/outside-key-source.ts';
import {
  createOutsidePeople,
  type OutsidePeople,
} from '../../../../../lib/domains/identity/outside-issuers/outside-people.ts';
import { newSecurity } from '../../../../../lib/domains/identity/users/security.ts';
import { insertSecurity } from '../../../../../lib/domains/identity/users/security-repository.ts';
import type { OutsideIssuer } from '../../../../../lib/outside-issuer-settings.ts';
import type { TestClock } from '../../../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import {
  createIssuerKey,
  type LoopbackIssuer,
  signToken,
  startLoopbackIssuer,
} from '../../../../support/outside-issuer.ts';
import { createTestPlatform, type TestPlatform } from '../../../../support/platform.ts';

const [key, nextKey, shortKey] = [createIssuerKey('key-1'), createIssuerKey('key-2'), createIssuerKey('key-1', 1_024)];
const userId = '019a0000-0000-7000-8000-0000000000a1';
const clinicId = '019a0000-0000-7000-8000-00000000c001';

let database: MemoryDatabase;
let platform: TestPlatform;
let clock: TestClock;
let issuer: LoopbackIssuer;
let people: OutsidePeople;
/** Milliseconds: long enough for a busy machine, and short where nothing will come. */
let patience: number;
let links: ReturnType<typeof createIdentityLinks>;

beforeEach(async () => {
  patience = 20_000;
  database = createMemoryDatabase();
  platform = createTestPlatform(database);
  ({ clock } = platform);
  issuer = await startLoopbackIssuer([key.jwk]);
  links = createIdentityLinks(platform);
  const person = { userId, status: 'active', emailVerified: true, roles: ['doctor'], clinicId } as const;
  await platform.commit([insertSecurity(newSecurity({ ...person, roles: [...person.roles] }))]);
  people = peopleBy();
});

afterEach(() => issuer.close());

function peopleBy(overrides: Partial<OutsideIssuer> = {}): OutsidePeople {
  const trusted: OutsideIssuer = { issuer: issuer.url, audience: ['clinic-api'], audienceClaim: 'aud', ...overrides };
  return createOutsidePeople({
    issuers: createOutsideIssuers({
      issuers: () => [trusted],
      readKeys: (one) => readOutsideKeys(one, patience),
      clock,
    }),
    ...platform,
  });
}

function tokenOf(claims: object = {}, signer = key, kid = String(signer.jwk.kid)): string {
  const now = clock().getTime() / 1_000;
  const times = { iat: now, exp: now + 3_600 };
  return signToken(
    signer,
    { alg: 'RS256', kid },
    { iss: issuer.url, sub: 'ada', aud: 'clinic-api', ...times, ...claims },
  );
}

const link = (subject = 'ada') => links.link({ issuer: issuer.url, subject }, userId);
const plantSecurity = (fields: object) => {
  const security = database.itemsOf('identity').find(({ sk }) => sk === 'SECURITY');
  if (security) database.plant('identity', { ...security, ...fields });
};

describe('people of an outside issuer', () => {
  it('come in as whom they were linked to, with the roles and the clinic of our table', async () => {
    await link();

    const person = await people.find(tokenOf({ roles: ['admin'], email_verified: false }));

    expect(person).toEqual({
      kind: 'person',
      userId,
      roles: ['doctor'],
      permissions: permissionsOf(['doctor']),
      clinicId,
      emailVerified: true,
      tokenIssuedAt: clock(),
    });
    expect(person?.sessionId).toBeUndefined();
  });

  it('tell by each of their tokens when it was issued', async () => {
    await link();
    const iat = clock().getTime() / 1_000 - 300;

    const [old, fresh] = [await people.find(tokenOf({ iat })), await people.find(tokenOf())];

    expect([old?.tokenIssuedAt, fresh?.tokenIssuedAt]).toEqual([new Date(iat * 1_000), clock()]);
  });

  it('are not known here before they are linked', async () => {
    await expect(people.find(tokenOf())).rejects.toMatchObject({ name: 'Unauthenticated', code: 'UNKNOWN_IDENTITY' });
    await link();

    expect(await people.find(tokenOf())).toMatchObject({ userId });
  });

  it.each([
    ['another subject', { sub: 'eve' }],
    ['a subject that differs in case', { sub: 'ADA' }],
  ])('are not known by %s', async (_, claims) => {
    await link();

    await expect(people.find(tokenOf(claims))).rejects.toMatchObject({ code: 'UNKNOWN_IDENTITY' });
  });

  it('are told apart by their issuer, too', async () => {
    await links.link({ issuer: `${issuer.url}/`, subject: 'ada' }, userId);

    await expect(people.find(tokenOf())).rejects.toMatchObject({ code: 'UNKNOWN_IDENTITY' });
  });

  it.each(['locked', 'deleted'])('are shut out within three seconds once they are %s', async (status) => {
    await link();
    const before = await people.find(tokenOf());
    plantSecurity({ status });
    clock.advance(3);

    expect(before).toBeDefined();
    await expect(people.find(tokenOf())).rejects.toMatchObject({ code: 'UNKNOWN_IDENTITY' });
  });

  it('get other roles within three seconds', async () => {
    await link();
    await people.find(tokenOf());
    plantSecurity({ roles: ['user'] });
    clock.advance(3);

    expect(await people.find(tokenOf())).toMatchObject({ roles: ['user'] });
  });

  it('cost two reads, then none for three seconds', async () => {
    await link();
    Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });

    for (let request = 0; request < 5; request += 1) await people.find(tokenOf());

    expect(database.calls).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 0 });
  });

  it('are none of ours to judge where the token names another issuer, or is none', async () => {
    const tokens = [tokenOf({ iss: 'https://api.polyclinic.test' }), tokenOf({ iss: undefined }), 'a.b.c', ''];

    expect(await Promise.all(tokens.map((token) => people.find(token)))).toEqual(Array(4).fill(undefined));
    expect(issuer.asked).toEqual([]);
  });
});

describe('the issuer', () => {
  it('is asked where its keys are and for them, once, and never on a warm path', async () => {
    await link();

    for (let request = 0; request < 5; request += 1) await people.find(tokenOf());

    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('is not asked where its keys are if that is configured', async () => {
    await link();

    await peopleBy({ jwksUri: `${issuer.url}/elsewhere` }).find(tokenOf());

    expect(issuer.asked).toEqual(['/elsewhere']);
  });

  it('is not asked for what no key could make good', async () => {
    const bad = [
      tokenOf({ aud: 'another' }),
      tokenOf({ exp: 1 }),
      signToken(key, { alg: 'none' }, { iss: issuer.url }),
    ];

    for (const token of bad) await expect(people.find(token)).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });

    expect(issuer.asked).toEqual([]);
  });

  it('may sign by a new key, which is found with the first token that names it', async () => {
    await link();
    await people.find(tokenOf());
    issuer.keys = [nextKey.jwk, key.jwk];
    clock.advance(11);

    const person = await people.find(tokenOf({}, nextKey));

    expect(person).toMatchObject({ userId });
  });

  it('is asked every ten seconds at most, however many tokens name keys that it does not have', async () => {
    await link();
    await people.find(tokenOf());
    clock.advance(11);

    const forged = Array.from({ length: 50 }, (_, number) => people.find(tokenOf({}, nextKey, `key-${number + 10}`)));
    const outcomes = await Promise.allSettled(forged);

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(issuer.asked.filter((path) => path === '/keys')).toHaveLength(2);
  });

  it('may be down once its keys are known: nothing changes', async () => {
    await link();
    await people.find(tokenOf());
    issuer.failure = { status: 500, body: 'down' };
    clock.advance(3_600);

    const person = await people.find(tokenOf());

    expect(person).toMatchObject({ userId });
    await expect(people.find(tokenOf({}, nextKey))).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });
  });

  it('may withdraw a key: an instance that rested takes no token of it', async () => {
    await link();
    await people.find(tokenOf());
    issuer.keys = [nextKey.jwk];
    clock.advance(601);

    await expect(people.find(tokenOf())).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });
  });

  it('may withdraw all of its keys, which is no silence to be outlived', async () => {
    await link();
    await people.find(tokenOf());
    issuer.keys = [];
    clock.advance(601);

    await expect(people.find(tokenOf())).rejects.toMatchObject({ code: 'ISSUER_MISCONFIGURED', retryAfter: 10 });
  });

  it('is asked once by all the tokens of ten seconds while it does not tell its keys', async () => {
    issuer.failure = { status: 503, body: '' };
    const token = tokenOf();

    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => people.find(token)));
    await people.find(token).catch(() => undefined);

    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(issuer.asked).toHaveLength(1);
  });

  it.each<[string, string, Partial<LoopbackIssuer>]>([
    ['an error, whatever its body', 'ISSUER_UNAVAILABLE', { failure: { status: 500 } }],
    ['a request for patience', 'ISSUER_UNAVAILABLE', { failure: { status: 429 } }],
    ['silence', 'ISSUER_UNAVAILABLE', { failure: 'silence' }],
    ['nothing to be found', 'ISSUER_MISCONFIGURED', { failure: { status: 404 } }],
    ['a redirection, which could lead anywhere', 'ISSUER_MISCONFIGURED', { moved: { '/keys': '/elsewhere' } }],
    ['no JSON', 'ISSUER_MISCONFIGURED', { failure: { status: 200, body: '<html>' } }],
    ['no keys', 'ISSUER_MISCONFIGURED', { keys: [] }],
    [
      'keys of other kinds alone',
      'ISSUER_MISCONFIGURED',
      {
        keys: [
          { ...key.jwk, use: 'enc' },
          { kty: 'EC', kid: 'key-1' },
          { ...key.jwk, alg: 'RS512' },
        ],
      },
    ],
    ['a key that is too short', 'ISSUER_MISCONFIGURED', { keys: [shortKey.jwk] }],
    ['the discovery of another issuer', 'ISSUER_MISCONFIGURED', { discovery: { issuer: 'https://evil.test' } }],
    ['no word of where its keys are', 'ISSUER_MISCONFIGURED', { discovery: { jwks_uri: null } }],
  ])('that answers with %s at first need is %s, until it is well again', async (_, code, change) => {
    await link();
    Object.assign(issuer, change);
    if (change.failure === 'silence') patience = 100;

    await expect(people.find(tokenOf())).rejects.toMatchObject({ name: 'Unavailable', code });
    Object.assign(issuer, { failure: undefined, keys: [key.jwk], discovery: {}, moved: {} });
    patience = 20_000;
    clock.advance(10);

    expect(await people.find(tokenOf())).toMatchObject({ userId });
  });

  it('is not asked for keys that would come in the clear', async () => {
    await link();
    issuer.discovery = { jwks_uri: 'http://keys.polyclinic.test/keys' };

    const refusal = await people.find(tokenOf()).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: 'ISSUER_MISCONFIGURED' });
    expect(String((refusal as Error).cause)).toContain('must be https');
  });

  it('does not get its way with a key that is too short', async () => {
    await link();
    issuer.keys = [shortKey.jwk, nextKey.jwk];

    await expect(people.find(tokenOf({}, shortKey))).rejects.toMatchObject({ code: 'INVALID_ACCESS_TOKEN' });
  });
});

describe('linking an identity', () => {
  it('is on record, without the subject, which may be an address', async () => {
    await link('ada@example.com');

    expect(database.itemsOf('audit')).toEqual([
      expect.objectContaining({
        action: 'user.identity-linked',
        subject: `users/${userId}`,
        outcome: 'success',
        details: { issuer: issuer.url, identityHash: expect.stringMatching(/^[\w-]{43}$/) },
      }),
    ]);
    expect(JSON.stringify([database.itemsOf('audit'), database.itemsOf('identity')])).not.toContain('ada@example.com');
  });

  it('is done once, however often it is asked for at once, and again is no error', async () => {
    await Promise.all(Array.from({ length: 20 }, () => link()));
    await link();

    expect(database.itemsOf('audit')).toHaveLength(1);
  });

  it('is refused where the identity is somebody else’s already', async () => {
    const otherId = '019a0000-0000-7000-8000-0000000000a2';
    const other = { userId: otherId, status: 'active', emailVerified: true, clinicId } as const;
    await platform.commit([insertSecurity(newSecurity({ ...other, roles: ['user'] }))]);
    await link();

    await expect(links.link({ issuer: issuer.url, subject: 'ada' }, otherId)).rejects.toMatchObject({
      code: 'IDENTITY_LINKED',
    });
    expect(await people.find(tokenOf())).toMatchObject({ userId });
  });

  it.each([
    ['is not there', '019a0000-0000-7000-8000-0000000000a9', 'active'],
    ['is deleted', userId, 'deleted'],
  ])('is refused to a person who %s', async (_, whom, status) => {
    plantSecurity({ status });

    await expect(links.link({ issuer: issuer.url, subject: 'ada' }, whom)).rejects.toMatchObject({
      code: 'USER_NOT_FOUND',
    });
    expect(database.itemsOf('audit')).toEqual([]);
  });
});

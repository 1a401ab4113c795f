import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/register-user.ts';
import { createHandler as createReader } from '../../../functions/users/get-own-preferences.ts';
import { AnswerLost } from '../../../lib/data/database.ts';
import { createMailSources } from '../../../lib/domains/identity/recipients/live-mail-sources.ts';
import { createPreferenceService } from '../../../lib/domains/identity/users/preference-service.ts';
import { createPreferenceViewing } from '../../../lib/domains/identity/users/preference-viewing.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { createTestStack, invoke, send } from '../../support/http.ts';
import { createIdentity, type Identity, lastTokenId, registrationOf, signedInSession } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { resetCalls } from '../../support/people.ts';
import { createMailWorld } from '../notifications/mail-world.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.registrations, createTestStack());
  resetCalls(database);
});

const requestIn = (language: string | undefined, email = 'ada@example.com') => ({
  method: 'POST',
  path: '/v1/auth/register',
  json: registrationOf({ email }),
  ...(language !== undefined && { headers: { 'Accept-Language': language } }),
});
const register = (language?: string, email?: string) => send(handler, requestIn(language, email));
const storedPreferences = () => database.itemsOf('identity').filter(({ sk }) => sk === 'PREFERENCES');

/** How many calls a registration makes, by their kinds, and how many items its transaction writes. */
async function costOf(language: string | undefined, email: string) {
  const sizes: number[] = [];
  resetCalls(database);
  database.hooks.before = (operation, request) => {
    if (operation === 'transact') sizes.push((request as readonly unknown[]).length);
  };
  await register(language, email);
  return { calls: { ...database.calls }, sizes };
}

describe('POST /v1/auth/register with Accept-Language', () => {
  it('stores the language that is asked for as the locale, beside what is usual, under the person', async () => {
    const { json } = await register('fr-CH, de-AT;q=0.8, es;q=0.5');

    const { id: userId } = json.data as { id: string };
    expect(storedPreferences()).toEqual([
      expect.objectContaining({
        pk: `USER#${userId}`,
        userId,
        locale: 'de',
        channels: { email: true, websocket: true },
        quietHours: null,
        version: 1,
      }),
    ]);
  });

  it('writes one item more for that, in the transaction of the person, and reads nothing more', async () => {
    const without = await costOf(undefined, 'ada@example.com');
    const english = await costOf('en-US, de;q=0.9', 'bob@example.com');
    const spanish = await costOf('es-419', 'eve@example.com');

    expect(without.calls).toEqual({ get: 2, batchGet: 0, query: 0, write: 0, transact: 1 });
    expect(english).toEqual(without);
    expect(spanish).toEqual({ calls: without.calls, sizes: without.sizes.map((size) => size + 1) });
    expect(storedPreferences().map(({ locale }) => locale)).toEqual(['es']);
  });

  it.each([undefined, '', '*', 'en', 'en-GB, de;q=0.9', 'fr, it;q=0.5', 'de;q=0', 'de_AT;;q=x'])(
    'registers who asks for %j without preferences',
    async (language) => {
      const answer = await register(language);

      expect(answer.status).toBe(201);
      expect(storedPreferences()).toEqual([]);
    },
  );

  it('answers the same as without it', async () => {
    const shown = ({ id: _, email: __, ...rest }: Record<string, unknown>) => rest;

    const [plain, german] = [await register(), await register('de', 'bob@example.com')];

    expect(german.status).toBe(plain.status);
    expect(Object.keys(german.headers)).toEqual(Object.keys(plain.headers));
    expect(shown(german.json.data as object as Record<string, unknown>)).toEqual(
      shown(plain.json.data as object as Record<string, unknown>),
    );
  });

  it('changes neither the person who has the address nor the answer, whatever a repeated request asks for', async () => {
    await register('de');
    const [before] = storedPreferences();
    resetCalls(database);

    const answers = [await register('de'), await register('es'), await register()];

    const told = answers.map(({ status, json: { requestId: _, ...problem } }) => ({ status, ...problem }));
    expect(told[0]).toMatchObject({ status: 409, code: 'DUPLICATE_EMAIL' });
    expect([told[1], told[2]]).toEqual([told[0], told[0]]);
    expect(storedPreferences()).toEqual([before]);
    expect(database.calls).toMatchObject({ write: 0, transact: 0 });
  });

  it('stores the language of the one who wins, and nothing of the others who register the address at once', async () => {
    const asked = ['de', 'es', 'de', 'es', 'en', 'de'];

    const answers = await Promise.all(asked.map((language) => invoke(handler, requestIn(language))));

    const made = answers
      .map(({ status }, at) => ({ status, locale: asked[at] }))
      .filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const kept = made.map(({ locale }) => locale).filter((locale) => locale !== 'en');
    expect(storedPreferences().map(({ locale }) => locale)).toEqual(kept);
    const people = database.itemsOf('identity').filter(({ entity }) => entity === 'person');
    expect(people).toHaveLength(1);
    expect(storedPreferences().map(({ userId }) => userId)).toEqual(kept.map(() => people[0]?.id));
  });

  it('stores it once where the store lost its answer, and not at all where the transaction did not go through', async () => {
    let lost = 0;
    database.hooks.after = (operation) => {
      if (operation === 'transact' && lost++ === 0) throw new AnswerLost();
    };
    expect((await register('de')).status).toBe(201);
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new AnswerLost();
    };
    expect((await register('es', 'bob@example.com')).status).toBe(503);

    expect(storedPreferences().map(({ locale, version }) => [locale, version])).toEqual([['de', 1]]);
  });

  it('gives preferences in version 1, which the person reads, and sets by their ETag', async () => {
    const { json } = await register('de');
    const { id: userId } = json.data as { id: string };
    const { headers } = await signedInSession(identity);

    const read = await send(createReader(createPreferenceViewing(identity.platform), identity.stack), { headers });

    expect(read.headers.etag).toBe('"1"');
    expect(read.json.data).toEqual({ channels: { email: true, websocket: true }, quietHours: null, locale: 'de' });
    const preferences = createPreferenceService(identity.platform);
    const wanted = { channels: { email: true, websocket: false }, quietHours: null, locale: 'es' };
    await expect(preferences.set({ userId, expectedVersion: [0] }, wanted)).rejects.toMatchObject({
      code: 'STALE_VERSION',
    });
    expect(await preferences.set({ userId, expectedVersion: [1] }, wanted)).toEqual({ ...wanted, version: 2 });
  });

  it('has the first mail, the one that is asked for again, and the welcome in that language', async () => {
    const world = createMailWorld({ database, sources: createMailSources(identity.platform) });
    const mailOfLast = (type: string, queue: 'email' | 'email-urgent') => {
      const events = database.itemsOf('events').map(({ event }) => event as { type: string });
      return world.hand(queue, [{ content: events.findLast((event) => event.type === type) }]);
    };

    const { json } = await register('es-MX, en;q=0.5');
    const { id: userId } = json.data as { id: string };
    await mailOfLast('user.registered', 'email-urgent');
    await identity.registrations.resendVerification({ userId, emailVerified: false });
    await mailOfLast('user.verification-requested', 'email-urgent');
    await identity.registrations.verifyEmail(
      await identity.oneTimeTokens.tokenOf('verify-email', lastTokenId(database)),
    );
    await mailOfLast('user.verified', 'email');

    expect(world.sent.map(({ subject }) => subject)).toEqual([
      'Confirme su dirección de correo electrónico',
      'Confirme su dirección de correo electrónico',
      'Le damos la bienvenida a Polyclinic',
    ]);
    expect(world.sent.map(({ headers }) => headers?.['Content-Language'])).toEqual(['es', 'es', 'es']);
  });
});

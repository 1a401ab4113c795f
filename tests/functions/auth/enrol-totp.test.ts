import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler } from '../../../functions/auth/enrol-totp.ts';
import type { HttpHandler } from '../../../lib/http/stack.ts';
import { gatewayEvent, lambdaContext, send } from '../../support/http.ts';
import { createIdentity, type Identity, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { turnOnSecondFactor } from '../../support/second-factor.ts';

let database: MemoryDatabase;
let identity: Identity;
let handler: HttpHandler;
let person: Awaited<ReturnType<typeof signedInPerson>>;

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  handler = createHandler(identity.secondFactorSettings, identity.stack);
  person = await signedInPerson(identity);
});

const enrol = (headers: Record<string, string> = person.headers) => send(handler, { method: 'POST', headers });
const factors = () => database.itemsOf('identity').filter(({ sk }) => sk === 'SECOND-FACTOR');

describe('POST /v1/auth/mfa/totp', () => {
  it('answers with a secret of 160 bits and the URI that an authenticator reads', async () => {
    const answer = await enrol();

    const { secret } = answer.json.data as { secret: string };
    expect(answer.status).toBe(200);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(answer.json.data).toEqual({
      secret,
      otpauthUri: `otpauth://totp/Polyclinic:ada%40example.com?secret=${secret}&issuer=Polyclinic&algorithm=SHA1&digits=6&period=30`,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers with the same secret until it is confirmed', async () => {
    const [first, second] = [await enrol(), await enrol()];

    expect(second.json.data).toEqual(first.json.data);
    expect(factors()).toHaveLength(1);
  });

  it('answers with one secret also when ten ask at the same time', async () => {
    const event = () => gatewayEvent({ method: 'POST', headers: person.headers });

    const answers = await Promise.all(Array.from({ length: 10 }, () => handler(event(), lambdaContext())));

    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(200);
    expect(factors()).toHaveLength(1);
  });

  it('keeps the secret sealed', async () => {
    const { secret } = (await enrol()).json.data as { secret: string };

    expect(JSON.stringify([...database.itemsOf('identity'), ...database.itemsOf('audit')])).not.toContain(secret);
    expect(factors()[0]?.sealedSecret).toMatch(/^[\w-]{78}$/);
  });

  it('does not open the sealed secret of one person for another', async () => {
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    await enrol();
    await enrol(other.headers);
    const [mine, theirs] = [person, other].map(({ user }) => factors().find(({ userId }) => userId === user.id));
    database.plant('identity', { ...mine, sealedSecret: theirs?.sealedSecret } as never);

    const answer = await enrol();

    expect(answer.status).toBe(500);
  });

  it('turns nothing on yet, and is on record', async () => {
    await enrol();

    expect((await identity.users.get(person.user.id)).mfaEnabled).toBe(false);
    expect(database.itemsOf('audit')).toContainEqual(
      expect.objectContaining({ action: 'mfa.enrolled', subject: `users/${person.user.id}`, outcome: 'success' }),
    );
  });

  it('answers 409 once the second factor is on', async () => {
    await turnOnSecondFactor(identity, person.user.id);

    const answer = await enrol();

    expect(answer.status).toBe(409);
    expect(answer.json.code).toBe('MFA_ENABLED');
  });

  it('answers 404 to somebody whose profile is gone', async () => {
    const stranger = { userId: '019a0000-0000-7000-8000-0000000000a1' };

    await expect(identity.secondFactorSettings.enrol(stranger)).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  });

  it('answers 401 to nobody', async () => {
    const answer = await enrol({});

    expect(answer.status).toBe(401);
  });

  it('makes one read and one transaction, beside what tells who calls, and one read from then on', async () => {
    await enrol();
    const other = await signedInPerson(identity, { email: 'eve@example.com' });
    const callsOf = async () => {
      Object.assign(database.calls, { get: 0, batchGet: 0, query: 0, write: 0, transact: 0 });
      await enrol(other.headers);
      return { ...database.calls };
    };

    const [first, second] = [await callsOf(), await callsOf()];

    expect(first).toEqual({ get: 0, batchGet: 2, query: 0, write: 0, transact: 1 });
    expect(second).toEqual({ get: 0, batchGet: 1, query: 0, write: 0, transact: 0 });
  });
});

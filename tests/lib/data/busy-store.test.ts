import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHandler as createRefresh } from '../../../functions/auth/refresh-session.ts';
import { createHandler as createRegister } from '../../../functions/auth/register-user.ts';
import { DatabaseBusy } from '../../../lib/data/database.ts';
import { createTestStack, send } from '../../support/http.ts';
import { createIdentity, type Identity, registrationOf, signedInPerson } from '../../support/identity.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { seededRandom } from '../../support/random.ts';

let database: MemoryDatabase;
let identity: Identity;
let refusals: number;

/** From now on the store is too busy for three calls in ten: it does nothing for them, as under throttles and conflicts. */
function makeBusy(seed: number): void {
  const random = seededRandom(seed);
  database.hooks.before = () => {
    if (random() >= 0.3) return;
    refusals += 1;
    throw new DatabaseBusy();
  };
}

beforeEach(async () => {
  database = createMemoryDatabase();
  identity = await createIdentity(database);
  refusals = 0;
});

describe('a store that is too busy for three calls in ten', () => {
  it('changes nothing about a hundred refreshes in a row', async () => {
    let { refreshToken } = await signedInPerson(identity);
    const handler = createRefresh(identity.signIns, createTestStack());
    makeBusy(1);

    const statuses: number[] = [];
    for (let count = 0; count < 100; count += 1) {
      const { status, json } = await send(handler, { method: 'POST', json: { refreshToken } });
      statuses.push(status);
      refreshToken = (json.data as { refreshToken: string }).refreshToken;
    }

    expect(statuses).toEqual(Array(100).fill(200));
    expect(refusals).toBeGreaterThan(50);
  });

  it('changes nothing about a hundred registrations, half of them for an address that is taken', async () => {
    const handler = createRegister(identity.registrations, createTestStack());
    makeBusy(2);

    const statuses: number[] = [];
    for (let count = 0; count < 100; count += 1) {
      const json = registrationOf({ email: `person-${count >> 1}@example.com` });
      statuses.push((await send(handler, { method: 'POST', json })).status);
    }

    expect(statuses).toEqual(Array.from({ length: 100 }, (_, count) => (count % 2 === 0 ? 201 : 409)));
    expect(refusals).toBeGreaterThan(25);
  });

  it('miscounts nothing', async () => {
    const { take } = createTestPlatform(database);
    const allowance = {
      table: 'platform' as const,
      key: { pk: 'COUNTER#busy', sk: 'COUNTER' },
      most: 100,
      endsAt: new Date('2026-03-08T10:00:00.000Z'),
    };
    makeBusy(3);

    const taken: (number | undefined)[] = [];
    for (let count = 0; count < 101; count += 1) taken.push(await take(allowance));

    expect(taken).toEqual([...Array.from({ length: 100 }, (_, count) => count + 1), undefined]);
  });
});

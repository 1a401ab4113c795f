import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { User } from '../../../../../lib/domains/identity/users/schema.ts';
import { startTestDynamoDb, type TestDynamoDb } from '../../../../support/dynamodb.ts';
import { callerOf, createPeople, type People } from '../../../../support/people.ts';
import { sizes } from '../../../../support/sizes.ts';

let dynamoDb: TestDynamoDb;
let people: People;

beforeAll(async () => {
  dynamoDb = await startTestDynamoDb();
  people = createPeople(dynamoDb.database);
});

afterAll(() => dynamoDb.stop());

const remove = (by: User, { id: userId }: User) => people.deletions.delete(callerOf(by), { userId });

describe('the last admin', () => {
  it(`is left by two who delete each other at once, in ${sizes.adminRounds} rounds on a real database`, async () => {
    let left = await people.enrol({ roles: ['admin'] });

    for (let round = 0; round < sizes.adminRounds; round++) {
      const other = await people.enrol({ roles: ['admin'] });

      const outcomes = await Promise.allSettled([remove(left, other), remove(other, left)]);

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'LAST_ADMIN' } });
      if (outcomes[1]?.status === 'fulfilled') left = other;
      await expect(people.users.get(left.id)).resolves.toMatchObject({ status: 'active' });
    }
  });
});

import { expect } from '@jest/globals';
import { destroyDataKey } from '../../../lib/data-keys/data-key-repository.ts';
import { createRewrapping } from '../../../lib/data-keys/rewrapping.ts';
import { Conflict } from '../../../lib/errors.ts';
import { type Course, describeRaces } from '../../support/race.ts';
import { createRecordKeys, createTestRootKey } from '../../support/record-keys.ts';

const owner = 'users/ada';
const erased = () => new Conflict('ERASED', 'Erased before.');
const keysIn = ({ database }: Course) => database.itemsOf('data-keys').filter(({ pk }) => pk === 'USERS#ada');

/** A stage that has a wrapping key, and what each rival's process makes of it. */
async function withWrappingKey({ calm, rivals }: Course) {
  const rootKey = createTestRootKey();
  const prepared = createRecordKeys(calm, { rootKey });
  await prepared.rotate();
  return { prepared, process: () => createRecordKeys(rivals, { rootKey }) };
}

const hexOf = (key: { derive(purpose: string): { export(): Buffer } }) => key.derive('fields').export().toString('hex');

describeRaces([
  {
    service: 'the key of an account, by whoever needs it first',
    wins: 'all',
    prepare: async (course) => {
      const { process } = await withWrappingKey(course);
      return async () => hexOf(await process().keyring.obtain(owner));
    },
    holds: (end) => {
      expect(new Set(end.won).size).toBe(1);
      expect(keysIn(end)).toHaveLength(1);
    },
  },
  {
    service: 'a rotation of the wrapping key',
    wins: 1,
    refusals: ['KEY_ROTATION_UNDER_WAY'],
    prepare: async (course) => {
      const { process } = await withWrappingKey(course);
      return () => process().rotate();
    },
    holds: ({ database }) => expect(database.itemsOf('data-keys').map(({ number }) => number)).toEqual([1, 2]),
  },
  {
    service: 'an erasure, while others need the key, or wrap it anew',
    wins: 'some',
    refusals: ['ERASED'],
    prepare: async (course) => {
      const { prepared, process } = await withWrappingKey(course);
      await prepared.keyring.obtain(owner);
      await prepared.rotate();
      const { rivals } = course;
      const work = [
        () => rivals.commit([destroyDataKey(owner, rivals.clock(), erased)]),
        () => createRewrapping({ ...rivals, ...process() })(),
        () => process().keyring.obtain(owner).then(hexOf, unlessErased),
      ];
      return async (rival) => work[rival % work.length]?.();
    },
    holds: (end) => {
      expect(keysIn(end)).toMatchObject([{ erasedAt: expect.any(String) }]);
      expect(keysIn(end)[0]).not.toHaveProperty('wrapped');
    },
  },
]);

function unlessErased(error: unknown): void {
  if (!(error instanceof Error && error.name === 'KeyErased')) throw error;
}

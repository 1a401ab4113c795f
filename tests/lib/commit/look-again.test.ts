import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Commit, createCommit } from '../../../lib/commit/commit.ts';
import { AnswerLost, DatabaseBusy, ItemContended } from '../../../lib/data/database.ts';
import { insert } from '../../../lib/data/write.ts';
import { newId } from '../../../lib/ids.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../support/memory-database.ts';
import { noPause } from '../../support/platform.ts';
import { noteOf, notes, taken } from '../data/note.ts';

const audit = [{ action: 'user.profile-changed', subject: 'notes/n1', outcome: 'success' }] as const;
let database: MemoryDatabase;
let commit: Commit;
let looks: number;

beforeEach(() => {
  database = createMemoryDatabase();
  commit = createCommit({ database, clock: createTestClock(), newId, sleep: noPause });
  looks = 0;
});

/** The store fails each next call with these errors, before it has done anything. */
function failWith(...errors: readonly Error[]): void {
  const left = [...errors];
  database.hooks.before = () => {
    const error = left.shift();
    if (error) throw error;
  };
}

const write = (lookAgain: () => Promise<unknown>) =>
  commit([insert(notes, noteOf(), { conflict: taken })], { audit, lookAgain });
const look = async () => void looks++;
const gone = async () => {
  throw taken();
};

describe('a commit that can look again', () => {
  it('does not look before its first try, nor after a store that was too busy', async () => {
    failWith(new DatabaseBusy(), new DatabaseBusy());

    await write(look);

    expect(looks).toBe(0);
  });

  it('looks before each try after it met rivals', async () => {
    failWith(new ItemContended(), new ItemContended());

    await write(look);

    expect([looks, database.calls.transact]).toEqual([2, 3]);
  });

  it('ends with what the look throws, without another transaction', async () => {
    failWith(new ItemContended());

    await expect(write(gone)).rejects.toEqual(taken());

    expect(database.calls.transact).toBe(1);
  });

  it('does not look once an answer was lost, as it may have taken itself what is gone', async () => {
    failWith(new ItemContended(), new AnswerLost());

    await write(look);

    expect(looks).toBe(1);
  });
});

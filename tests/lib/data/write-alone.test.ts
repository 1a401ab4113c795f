import { describe, expect, it } from '@jest/globals';
import { AnswerLost, ConditionFailed, DatabaseBusy } from '../../../lib/data/database.ts';
import { overwrite, removeAt } from '../../../lib/data/unread-write.ts';
import { check, insert, remove, update, upsert } from '../../../lib/data/write.ts';
import { newId } from '../../../lib/ids.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';
import { NoteTaken, noteOf, notes, taken } from './note.ts';

function setUp() {
  const database = createMemoryDatabase();
  const { read, writeAlone } = createTestPlatform(database);
  const id = newId();
  return {
    database,
    writeAlone,
    begin: () => writeAlone(insert(notes, noteOf({ id }), { conflict: taken })),
    addOne: () => writeAlone(update(notes, { id }, { add: { reads: 1 }, conflict: taken })),
    read: () => read.find(notes, { id }),
    overwrite: () => writeAlone(overwrite(notes, noteOf({ id }))),
    checkOnly: () => writeAlone(check(notes, { id }, { conflict: taken })),
  };
}

describe('a write alone', () => {
  it('is one plain call, of a sum too', async () => {
    const { database, begin, addOne, read } = setUp();

    await begin();
    await addOne();

    expect(database.calls).toMatchObject({ write: 2, transact: 0 });
    expect(await read()).toMatchObject({ reads: 1, version: 2 });
  });

  it('that is refused throws the error that it names', async () => {
    const { begin } = setUp();
    await begin();

    await expect(begin()).rejects.toBeInstanceOf(NoteTaken);
  });

  it('adds once though its answer was lost', async () => {
    const { database, begin, addOne, read } = setUp();
    await begin();
    let lost = 0;
    database.hooks.after = () => {
      if (lost++ === 0) throw new AnswerLost();
    };

    await addOne();

    expect(await read()).toMatchObject({ reads: 1 });
  });

  it.each([
    ['upsert', upsert(notes, { id: 'n1' }, { set: noteOf() })],
    ['remove', remove(notes, { id: 'n1' })],
    ['overwrite', overwrite(notes, noteOf())],
    ['removeAt', removeAt(notes.table, notes.key({ id: 'n1' }))],
  ])('that demands nothing says so where it is refused all the same: %s', async (_, write) => {
    const { database, writeAlone } = setUp();
    database.hooks.before = () => {
      throw new ConditionFailed([{ index: 0, old: undefined }]);
    };

    await expect(writeAlone(write)).rejects.toThrow('A write was refused that demands nothing');
  });

  it('that takes whatever lies there knows its own earlier attempt', async () => {
    const { database, read, overwrite } = setUp();
    let [lost, rival] = [0, 'none'];
    database.hooks.after = (operation) => {
      if (operation !== 'write' || lost++ > 0) return;
      rival = String(database.itemsOf(notes.table)[0]?.commitId);
      throw new AnswerLost();
    };

    await overwrite();

    expect(await read()).toMatchObject({ version: 1 });
    expect([database.calls.write, database.changes.length]).toEqual([2, 1]);
    expect(database.itemsOf(notes.table)).toMatchObject([{ commitId: rival }]);
  });

  it('is tried again when the store is busy', async () => {
    const { database, begin, read } = setUp();
    let refused = 0;
    database.hooks.before = (operation) => {
      if (operation === 'write' && refused++ < 3) throw new DatabaseBusy();
    };

    await begin();

    expect(await read()).toMatchObject({ version: 1 });
  });

  it('gives up on a store that does not answer', async () => {
    const { database, begin } = setUp();
    database.hooks.before = () => {
      throw new AnswerLost();
    };

    await expect(begin()).rejects.toBeInstanceOf(AnswerLost);
  });

  it('writes: a check alone is a mistake', async () => {
    const { checkOnly } = setUp();

    await expect(checkOnly()).rejects.toThrow(RangeError);
  });
});

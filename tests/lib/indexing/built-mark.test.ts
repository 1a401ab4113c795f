import { describe, expect, it } from '@jest/globals';
import { createBuiltMark } from '../../../lib/indexing/built-mark.ts';
import { createIndexRebuild } from '../../../lib/indexing/rebuild.ts';
import { cardIndex, createCards, scanOf } from './cards.ts';

describe('the mark of an index that was made', () => {
  it('is set once it was made, and no rebuild takes it out', async () => {
    const { platform, database } = createCards();
    const mark = createBuiltMark(cardIndex, platform);
    const before = await mark.isSet();
    await mark.set();

    const { entries, removed } = await createIndexRebuild(cardIndex, { ...platform, scan: scanOf(database) })(() => {});

    expect([before, await mark.isSet(), entries, removed]).toEqual([false, true, 0, 0]);
  });

  it.each([{ builtAt: 'x' }, { version: 'x' }])(
    'that nobody can read, as with %j, is none, and is set anew',
    async (fields) => {
      const { platform, database } = createCards();
      const mark = createBuiltMark(cardIndex, platform);
      await mark.set();
      for (const item of database.itemsOf('index')) database.plant('index', { ...item, ...fields });

      const spoilt = await mark.isSet();
      await mark.set();

      expect([spoilt, await mark.isSet()]).toEqual([false, true]);
    },
  );

  it('fails where the store does', async () => {
    const { platform, database } = createCards();
    database.hooks.before = () => {
      throw new TypeError('a defect');
    };

    await expect(createBuiltMark(cardIndex, platform).isSet()).rejects.toThrow('a defect');
  });
});

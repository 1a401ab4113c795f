import { describe, expect, it } from '@jest/globals';
import { tables } from '../../infra/tables.ts';
import { createOrigin, type Origin } from '../support/access/world.ts';
import { kept } from '../support/kept.ts';

/** All that is stored, and what nobody has read of its changes. */
const storedIn = ({ database }: Origin) => [tables.map(({ name }) => database.itemsOf(name)), database.changes];

describe('what tests keep in their process', () => {
  it('is made once', async () => {
    let made = 0;
    const make = async () => ({ number: ++made });

    await kept('a number', make);

    expect(await kept('a number', make)).toEqual({ number: 1 });
    expect(made).toBe(1);
  });

  it('is a copy to whoever asks', async () => {
    const make = async () => ({ names: ['Ada'] });
    const one = await kept('some names', make);

    one.names.push('Grace');

    expect(await kept('some names', make)).toEqual({ names: ['Ada'] });
  });
});

describe('what the cases of the access table start from', () => {
  it('is the same for each file, and is changed by none', async () => {
    const one = await createOrigin();
    const before = storedIn(one);

    one.database.plant('clinic', { pk: 'CLINIC#planted', sk: 'CLINIC' });
    const other = await createOrigin();

    expect(storedIn(other)).toEqual(before);
    expect(other).toMatchObject({ accounts: one.accounts, keyId: one.keyId, deadLetterId: one.deadLetterId });
  });
});

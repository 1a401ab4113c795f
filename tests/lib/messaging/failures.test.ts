import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { causeOf, createFailures } from '../../../lib/messaging/failures.ts';
import { createTestClock } from '../../support/clock.ts';
import { createMemoryDatabase } from '../../support/memory-database.ts';
import { createTestPlatform } from '../../support/platform.ts';

function setUp() {
  const database = createMemoryDatabase();
  const clock = createTestClock();
  const failures = createFailures(createTestPlatform(database, { clock }));
  return { database, clock, failures };
}

const cause = { code: 'ECONNREFUSED', message: 'smtp is down' };
const days = (count: number) => count * 24 * 60 * 60;

describe('the failure of a message', () => {
  it('is found again by queue and message, the last one alone', async () => {
    const { failures } = setUp();

    await failures.keep('email', 'm1', { cause, receives: 1 });
    await failures.keep('email', 'm1', { cause: { ...cause, message: 'still down' }, receives: 2 });

    expect(await failures.find('email', 'm1')).toMatchObject({ cause: { message: 'still down' }, receives: 2 });
    expect(await failures.find('email', 'm2')).toBeUndefined();
    expect(await failures.find('email-urgent', 'm1')).toBeUndefined();
  });

  it('costs one write to keep and one read to find', async () => {
    const { database, failures } = setUp();

    await failures.keep('email', 'm1', { cause, receives: 1 });
    await failures.find('email', 'm1');

    expect(database.calls).toEqual({ get: 1, batchGet: 0, query: 0, write: 1, transact: 0 });
  });

  it('is kept a day longer than SQS keeps a dead letter, counted from the last failure', async () => {
    const { clock, failures } = setUp();

    await failures.keep('email', 'm1', { cause, receives: 1 });
    clock.advance(days(10));
    await failures.keep('email', 'm1', { cause, receives: 2 });
    clock.advance(days(15) - 1);
    const before = await failures.find('email', 'm1');
    clock.advance(1);

    expect(before).toMatchObject({ receives: 2 });
    expect(await failures.find('email', 'm1')).toBeUndefined();
  });
});

describe('the cause of a failure', () => {
  const coded = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

  it.each([
    ['the code that an error has', coded, { code: 'ECONNREFUSED', message: 'refused' }],
    ['the name of an error without one', new RangeError('no'), { code: 'RangeError', message: 'no' }],
    [
      'the name where the code is a number',
      Object.assign(new Error('no'), { code: 550 }),
      { code: 'Error', message: 'no' },
    ],
    ['what is no error as text', null, { code: 'Error', message: 'null' }],
  ])('has %s', (_, error, expected) => {
    expect(causeOf(error)).toEqual(expected);
  });

  it('has 500 characters of a message', () => {
    expect(causeOf(new Error('x'.repeat(501))).message).toBe('x'.repeat(500));
  });

  it.each([
    ['550 5.1.1 <ada@example.com>: Recipient address rejected', '550 5.1.1 [address] Recipient address rejected'],
    ['no mailbox ada.l+x@mail.example.co.uk here', 'no mailbox [address] here'],
    ['"ada"@example.com and a@b', '[address] and [address]'],
    ['nothing to hide: 421 4.3.0', 'nothing to hide: 421 4.3.0'],
  ])('leaves out the addresses that a server quotes: %s', (message, shown) => {
    expect(causeOf(new Error(message)).message).toBe(shown);
  });

  it('tells of a malformed message what is wrong, not what it held', () => {
    const { error } = z.object({ name: z.string() }).safeParse({ name: { text: 'Sentinel-7f3a' } });

    expect(causeOf(error)).toMatchObject({ code: 'ZodError', message: expect.stringContaining('expected string') });
    expect(causeOf(error).message).not.toContain('Sentinel');
  });
});

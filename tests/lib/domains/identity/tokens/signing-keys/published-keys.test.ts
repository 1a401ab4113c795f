import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PublicJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import type { PublishedKey } from '../../../../../../lib/domains/identity/tokens/signing-keys/key-schedule.ts';
import {
  createPublishedKeys,
  type PublishedKeys,
} from '../../../../../../lib/domains/identity/tokens/signing-keys/published-keys.ts';
import { createTestClock, type TestClock } from '../../../../../support/clock.ts';
import { withLogLines } from '../../../../../support/log-lines.ts';

const minute = 60;
const key = (kid: string, activeFrom = '2026-01-01T00:00:00.000Z'): PublishedKey => ({
  jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: 'AQAB', e: 'AQAB' },
  activeFrom,
});
const kidsOf = (jwks: readonly PublicJwk[]) => jwks.map(({ kid }) => kid);

/** A store that answers when it is told to. */
function createStore() {
  const waiting: ((answer: readonly PublishedKey[] | Error) => void)[] = [];
  return {
    waiting,
    list: () =>
      new Promise<PublishedKey[]>((resolve, reject) => {
        waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve([...answer])));
      }),
    async answer(answer: readonly PublishedKey[] | Error) {
      waiting.shift()?.(answer);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

let clock: TestClock;
let store: ReturnType<typeof createStore>;
let keys: PublishedKeys;

beforeEach(() => {
  clock = createTestClock();
  store = createStore();
  keys = createPublishedKeys({ repository: store, clock });
});

/** As if the instance had been asked once already. */
async function know(...known: PublishedKey[]): Promise<void> {
  const first = keys.load();
  await store.answer(known);
  await first;
}

describe('the list of published keys', () => {
  it('is waited for once, however many ask first', async () => {
    const loads = Promise.all([keys.load(), keys.latest(), keys.signing()]);

    expect(store.waiting).toHaveLength(1);
    await store.answer([key('a')]);

    expect(await loads).toEqual([[key('a').jwk], [key('a').jwk], ['a']]);
  });

  it('gives the same objects from call to call, so that each is made ready to verify once', async () => {
    await know(key('a'));

    expect((await keys.load())[0]).toBe((await keys.load())[0]);
  });

  it('comes from memory for five minutes, and is not asked for again', async () => {
    await know(key('a'));
    clock.advance(5 * minute);

    expect(kidsOf(await keys.load())).toEqual(['a']);
    expect(store.waiting).toHaveLength(0);
  });

  it('comes from memory until it is ten minutes old, and is asked for once behind the requests', async () => {
    await know(key('a'));
    clock.advance(5 * minute + 1);

    expect(kidsOf(await keys.load())).toEqual(['a']);
    expect(await keys.signing()).toEqual(['a']);
    expect(store.waiting).toHaveLength(1);
    await store.answer([key('a'), key('b', '2026-03-08T09:45:00.000Z')]);

    expect(kidsOf(await keys.load())).toEqual(['b', 'a']);
  });

  it('is waited for when it is older, as after a long rest', async () => {
    await know(key('a'));
    clock.advance(10 * minute + 1);

    const load = keys.load();
    await store.answer([key('b')]);

    expect(kidsOf(await load)).toEqual(['b']);
  });

  it('is not taken from a load that the instance was frozen in', async () => {
    await know(key('a'));
    clock.advance(6 * minute);
    await keys.load();
    clock.advance(60 * minute);

    const load = keys.load();
    await store.answer([key('a')]);
    await store.answer([key('b')]);

    expect(kidsOf(await load)).toEqual(['b']);
  });

  it('does not go back to what an earlier load brings late', async () => {
    await know(key('a'));
    clock.advance(6 * minute);
    await keys.load();
    clock.advance(60 * minute);
    const load = keys.load();
    const [late, recent] = store.waiting.splice(0);
    recent?.([key('b')]);
    await load;

    late?.([key('a')]);
    await new Promise((resolve) => setImmediate(resolve));

    expect(kidsOf(await keys.load())).toEqual(['b']);
  });

  it('stays as it is, with a line in the log, when the store fails behind a request', async () => {
    await know(key('a'));
    clock.advance(6 * minute);

    const { lines } = await withLogLines(async () => {
      await keys.load();
      await store.answer(new Error('store is down'));
    });

    expect(lines).toMatchObject([{ level: 'warn', message: 'signing keys not reloaded' }]);
    expect(kidsOf(await keys.load())).toEqual(['a']);
  });

  it('fails as the store does while there is nothing to go by', async () => {
    const load = expect(keys.load()).rejects.toThrow('store is down');
    await store.answer(new Error('store is down'));
    await load;
    await know(key('a'));
    clock.advance(11 * minute);

    const later = expect(keys.load()).rejects.toThrow('store is down');
    await store.answer(new Error('store is down'));
    await later;
  });

  it('is asked for anew while it is empty: a stage is let in as soon as it has a key', async () => {
    await know();

    const load = keys.load();
    await store.answer([key('a')]);

    expect(kidsOf(await load)).toEqual(['a']);
  });

  it('is not more than ten seconds behind for those who keep it', async () => {
    await know(key('a'));
    clock.advance(10);
    expect(kidsOf(await keys.latest())).toEqual(['a']);
    clock.advance(1);

    const latest = keys.latest();
    await store.answer([key('b')]);

    expect(kidsOf(await latest)).toEqual(['b']);
  });

  it('is asked for behind the requests when a token names another key, at most every ten seconds', async () => {
    await know(key('a'));
    clock.advance(10);
    keys.missed();
    expect(store.waiting).toHaveLength(0);
    clock.advance(1);

    for (let times = 0; times < 50; times += 1) keys.missed();
    expect(store.waiting).toHaveLength(1);
    await store.answer([key('b')]);
    keys.missed();

    expect(store.waiting).toHaveLength(0);
    expect(kidsOf(await keys.load())).toEqual(['b']);
  });

  it('loses a key by itself when its time is over, and signs by the next without being asked for', async () => {
    await know(key('previous'), key('current', '2026-03-08T09:31:00.000Z'));

    expect(await keys.signing()).toEqual(['previous']);
    clock.advance(minute);
    expect(await keys.signing()).toEqual(['current', 'previous']);
    clock.advance(4 * minute);
    expect(await keys.signing()).toEqual(['current', 'previous']);
    expect(store.waiting).toHaveLength(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createOutsideKeys } from '../../../../lib/auth/outside-issuers/outside-keys.ts';
import type { PublicJwk } from '../../../../lib/auth/signing-keys/jwk.ts';
import { createTestClock } from '../../../support/clock.ts';

const keyOf = (kid: string): PublicJwk => ({ kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: 'AQAB', e: 'AQAB' });
const kidsOf = (keys: readonly PublicJwk[]) => keys.map(({ kid }) => kid);

/** An issuer that publishes `kids`, or fails, and counts how often it is asked. */
function createWorld() {
  const clock = createTestClock();
  const issuer = { kids: ['first'], isDown: false, asked: 0 };
  const read = async () => {
    issuer.asked += 1;
    if (issuer.isDown) throw new Error('down');
    return issuer.kids.map(keyOf);
  };
  return { clock, issuer, keys: createOutsideKeys(read, { clock }) };
}

describe('the keys of an outside issuer', () => {
  it('are asked for once, however many need them at first', async () => {
    const { issuer, keys } = createWorld();

    const loads = await Promise.all(Array.from({ length: 50 }, () => keys.load()));

    expect(new Set(loads.flatMap(kidsOf))).toEqual(new Set(['first']));
    expect(issuer.asked).toBe(1);
  });

  it('are not asked for again within five minutes', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    clock.advance(300);

    await keys.load();

    expect(issuer.asked).toBe(1);
  });

  it('are the same objects from call to call, so that each is made ready once', async () => {
    const { keys } = createWorld();

    expect((await keys.load())[0]).toBe((await keys.load())[0]);
  });

  it('are asked for again behind a request after that, which does not wait', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    issuer.kids = ['first', 'second'];
    clock.advance(301);

    const held = await keys.load();
    const renewed = await keys.load();

    expect(kidsOf(held)).toEqual(['first']);
    expect(kidsOf(renewed)).toEqual(['first', 'second']);
    expect(issuer.asked).toBe(2);
  });

  it('are looked for at once where a token names another, but not twice in ten seconds', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    issuer.kids = ['second'];
    clock.advance(10);
    const tooSoon = await keys.refresh();
    clock.advance(1);

    const [found, ...others] = await Promise.all(Array.from({ length: 20 }, () => keys.refresh()));
    await keys.refresh();

    expect(kidsOf(tooSoon)).toEqual(['first']);
    expect([found, ...others].map((keysFound) => kidsOf(keysFound ?? []))).toEqual(Array(20).fill(['second']));
    expect(issuer.asked).toBe(2);
  });

  it('stay as they were through any outage, and the issuer is asked every ten seconds at most', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    issuer.isDown = true;
    clock.advance(301);

    const held: (readonly PublicJwk[])[] = [];
    for (let second = 0; second < 60; second += 1) {
      held.push(await keys.load(), await keys.refresh());
      clock.advance(1);
    }

    expect(held.map(kidsOf)).toEqual(Array(120).fill(['first']));
    expect(issuer.asked).toBe(1 + 6);
  });

  it('are missing while they were never known, and asked for again by the next who needs them', async () => {
    const { issuer, keys } = createWorld();
    issuer.isDown = true;
    await expect(keys.load()).rejects.toThrow('down');
    issuer.isDown = false;

    expect(kidsOf(await keys.load())).toEqual(['first']);
  });
});

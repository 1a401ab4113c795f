import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { IssuerUnusable } from '../../../../../lib/domains/identity/outside-issuers/issuer-unusable.ts';
import { createOutsideKeys } from '../../../../../lib/domains/identity/outside-issuers/outside-keys.ts';
import type { PublicJwk } from '../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { withLogLines } from '../../../../support/log-lines.ts';

const keyOf = (kid: string): PublicJwk => ({ kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: 'AQAB', e: 'AQAB' });
const kidsOf = (keys: readonly PublicJwk[]) => keys.map(({ kid }) => kid);

interface FakeIssuer {
  kids: readonly string[];
  isDown: boolean;
  failure: Error;
  answers?: Promise<void>;
  asked: number;
}

/** An issuer that publishes `kids`, or fails, waits first for `answers`, and counts how often it is asked. */
function createWorld() {
  const clock = createTestClock();
  const issuer: FakeIssuer = { kids: ['first'], isDown: false, failure: new Error('down'), asked: 0 };
  const read = async () => {
    issuer.asked += 1;
    const keys = issuer.kids.map(keyOf);
    if (issuer.answers) await issuer.answers;
    if (issuer.isDown) throw issuer.failure;
    return keys;
  };
  return { clock, issuer, keys: createOutsideKeys(read, { issuer: 'https://clinic.auth0.test/', clock }) };
}

const unavailable = { name: 'Unavailable', code: 'ISSUER_UNAVAILABLE' };

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

  it('are asked for first where they are older than ten minutes, as after a rest of the instance', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    issuer.kids = ['second'];
    clock.advance(601);

    const loads = await Promise.all(Array.from({ length: 100 }, () => keys.load()));

    expect(new Set(loads.flatMap(kidsOf))).toEqual(new Set(['second']));
    expect(issuer.asked).toBe(2);
  });

  it('are no news where a load was frozen with the instance: they are asked for anew', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    const { promise, resolve } = Promise.withResolvers<void>();
    Object.assign(issuer, { answers: promise });
    clock.advance(301);
    await keys.load();
    Object.assign(issuer, { kids: ['second'], answers: undefined });
    clock.advance(3_600);

    const renewed = await keys.load();
    resolve();
    await setImmediate();

    expect([renewed, await keys.load()].map(kidsOf)).toEqual([['second'], ['second']]);
    expect(issuer.asked).toBe(3);
  });

  it('outlive an hour of silence and no more', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    issuer.isDown = true;
    clock.advance(3_600);
    const held = await keys.load();
    clock.advance(1);

    await expect(keys.load()).rejects.toMatchObject({ ...unavailable, retryAfter: 9 });
    issuer.isDown = false;
    clock.advance(9);

    expect([held, await keys.load()].map(kidsOf)).toEqual([['first'], ['first']]);
  });
});

describe('the keys of an outside issuer that were never known', () => {
  it('are not asked for again within ten seconds of a failure, and each call hears how long that is', async () => {
    const { clock, issuer, keys } = createWorld();
    issuer.isDown = true;

    for (const retryAfter of [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) {
      await expect(keys.load()).rejects.toMatchObject({ ...unavailable, retryAfter, cause: issuer.failure });
      clock.advance(1);
    }
    issuer.isDown = false;

    expect(issuer.asked).toBe(1);
    expect(kidsOf(await keys.load())).toEqual(['first']);
  });

  it('are asked for at once where a failure is of the future, since the clock was set back', async () => {
    const { clock, issuer, keys } = createWorld();
    issuer.isDown = true;
    await keys.load().catch(() => undefined);
    clock.advance(-5 * 3_600);

    await expect(keys.load()).rejects.toMatchObject({ ...unavailable, retryAfter: 10 });
    issuer.isDown = false;
    clock.advance(10);

    expect(kidsOf(await keys.load())).toEqual(['first']);
    expect(issuer.asked).toBe(3);
  });

  it('are missing for ten seconds at most where the clock is set back while they are asked for', async () => {
    const { clock, issuer, keys } = createWorld();
    issuer.isDown = true;
    issuer.answers = Promise.resolve();

    const load = keys.load();
    clock.advance(-5 * 3_600);

    await expect(load).rejects.toMatchObject({ ...unavailable, retryAfter: 10 });
  });

  it('are served through the clock that is set back, and asked for again from then on as ever', async () => {
    const { clock, issuer, keys } = createWorld();
    await keys.load();
    clock.advance(-5 * 3_600);
    issuer.kids = ['second'];

    expect(kidsOf(await keys.load())).toEqual(['first']);
    clock.advance(11);
    expect(kidsOf(await keys.refresh())).toEqual(['second']);
    issuer.kids = ['third'];
    clock.advance(601);
    expect(kidsOf(await keys.load())).toEqual(['third']);
  });

  it('are asked for once by a hundred calls, which a slow issuer holds once together', async () => {
    const { clock, issuer, keys } = createWorld();
    const { promise, resolve } = Promise.withResolvers<void>();
    Object.assign(issuer, { isDown: true, answers: promise });
    const first = Array.from({ length: 50 }, () => keys.load());
    clock.advance(2);
    resolve();
    await Promise.allSettled(first);

    const later = await Promise.allSettled(Array.from({ length: 50 }, () => keys.load()));

    const outcomes = [...(await Promise.allSettled(first)), ...later];
    expect(outcomes).toEqual(
      Array(100).fill({ status: 'rejected', reason: expect.objectContaining({ ...unavailable, retryAfter: 8 }) }),
    );
    expect(issuer.asked).toBe(1);
  });

  it.each([
    ['is silent', new Error('down'), { level: 'warn', message: 'an outside issuer does not tell its keys' }],
    ['is unusable', new IssuerUnusable('no'), { level: 'error', message: 'an outside issuer is of no use as it is' }],
  ])('make one line in the log where the issuer %s, whatever the number of calls', async (_, failure, line) => {
    const { issuer, keys } = createWorld();
    Object.assign(issuer, { isDown: true, failure });

    const { lines } = await withLogLines(async () => {
      await Promise.allSettled(Array.from({ length: 50 }, () => keys.load()));
      await Promise.allSettled(Array.from({ length: 50 }, () => keys.load()));
    });

    expect(lines).toEqual([expect.objectContaining({ ...line, issuer: 'https://clinic.auth0.test/' })]);
  });

  it('are not called missing for a moment where the issuer has to be set right', async () => {
    const { issuer, keys } = createWorld();
    Object.assign(issuer, { isDown: true, failure: new IssuerUnusable('no') });

    await expect(keys.load()).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'ISSUER_MISCONFIGURED',
      retryAfter: 10,
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { accessTokenSeconds } from '../../../../../../lib/domains/identity/durations.ts';
import {
  leadTime,
  oldestList,
  overlap,
  publishedAt,
  type ScheduledKey,
  scheduleOf,
  signingAt,
} from '../../../../../../lib/domains/identity/tokens/signing-keys/key-schedule.ts';

const key = (kid: string, activeFrom: string) => ({
  jwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n: 'AQAB', e: 'AQAB' } as const,
  activeFrom: `2026-03-08T${activeFrom}.000Z`,
});
const at = (time: string) => new Date(`2026-03-08T${time}.000Z`);
const kidsOf = (keys: readonly ScheduledKey[]) => keys.map(({ jwk }) => jwk.kid);
const schedule = scheduleOf([key('current', '10:00:00'), key('next', '12:00:00'), key('previous', '09:00:00')]);

describe('the times of keys', () => {
  it('give a key 15 minutes in every list before it signs, and 30 after the next one took over', () => {
    expect([leadTime, overlap].map((milliseconds) => milliseconds / 60_000)).toEqual([15, 30]);
  });

  it('leave more than the ten minutes that an instance may keep its list', () => {
    expect(leadTime).toBeGreaterThan(oldestList);
    expect(overlap).toBeGreaterThan(accessTokenSeconds * 1_000 + oldestList);
  });
});

describe('the schedule of keys', () => {
  it.each([
    ['a minute before the previous one ends', '10:29:59', ['next', 'current', 'previous']],
    ['when the previous one has ended', '10:30:00', ['next', 'current']],
    ['when the current one has become the previous', '12:00:00', ['next', 'current']],
    ['when nothing but the newest is left', '12:30:00', ['next']],
  ])('publishes, %s', (_, time, kids) => {
    expect(kidsOf(publishedAt(schedule, at(time)))).toEqual(kids);
  });

  it.each([
    ['before all of them, with none', '08:59:59', []],
    ['with the newest that has begun', '10:00:00', ['current', 'previous']],
    ['with the previous one only while its tokens will still be verified', '10:15:00', ['current', 'previous']],
    ['with the current one alone afterwards', '10:15:01', ['current']],
    ['with the current one to the last moment', '11:59:59', ['current']],
    ['with the next one when its time has come', '12:00:00', ['next', 'current']],
    ['with the newest for ever', '23:00:00', ['next']],
  ])('signs %s', (_, time, kids) => {
    expect(kidsOf(signingAt(schedule, at(time)))).toEqual(kids);
  });

  it('is the same in whatever order the keys come, also of two that begin at once', () => {
    const keys = [key('b', '10:00:00'), key('a', '10:00:00'), key('c', '09:00:00')];

    expect(kidsOf(scheduleOf(keys))).toEqual(['b', 'a', 'c']);
    expect(kidsOf(scheduleOf(keys.toReversed()))).toEqual(['b', 'a', 'c']);
  });
});

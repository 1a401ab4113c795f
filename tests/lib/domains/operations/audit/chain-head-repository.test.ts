import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ChainHead,
  type ChainHeads,
  createChainHeads,
} from '../../../../../lib/domains/operations/audit/chain-head-repository.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

const headOf = (date: number, head = `head-${date}`): ChainHead => ({
  first: '2026-03-01',
  day: `2026-03-0${date}`,
  head,
});
let heads: ChainHeads;

beforeEach(async () => {
  heads = createChainHeads(createTestPlatform(createMemoryDatabase()));
  await heads.move(undefined, headOf(3));
  await heads.move(headOf(3), headOf(5));
});

describe('the kept head of the chain', () => {
  it('is moved on from where it was', async () => {
    expect(await heads.find()).toMatchObject(headOf(5));
    expect(await heads.move(headOf(5), headOf(6))).toEqual(headOf(6));
  });

  it.each([
    ['back', headOf(3), headOf(4)],
    ['to where it is', headOf(3), headOf(5)],
    ['to another head of the day', headOf(3), headOf(5, 'another')],
    ['to the beginning', undefined, headOf(3)],
  ])('is not moved %s, and the mover learns where it is', async (_, from, to) => {
    const now = await heads.move(from, to);

    expect(now).toEqual(headOf(5));
    expect(await heads.find()).toMatchObject(headOf(5));
  });

  it.each([
    ['from where it is no longer', headOf(3)],
    ['from nowhere', undefined],
  ])('is not moved on %s', async (_, from) => {
    await expect(heads.move(from, headOf(8))).rejects.toMatchObject({ name: 'HeadMoved' });
    expect(await heads.find()).toMatchObject(headOf(5));
  });
});

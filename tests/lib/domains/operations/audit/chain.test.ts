import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../../../lib/canonical-json.ts';
import { beginChain, link } from '../../../../../lib/domains/operations/audit/chain.ts';

describe('canonical JSON', () => {
  it('is the same for equal values, in whatever order their keys came', () => {
    const value = { b: [1, { d: null, c: 'x' }], a: true };
    const turned = { a: true, b: [1, { c: 'x', d: null }] };

    expect(canonicalJson(value)).toBe('{"a":true,"b":[1,{"c":"x","d":null}]}');
    expect(canonicalJson(turned)).toBe(canonicalJson(value));
  });

  it.each<[string, unknown, unknown]>([
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['null and nothing', { a: null }, {}],
    ['null and its text', { a: null }, { a: 'null' }],
    ['an empty map and an empty list', { a: {} }, { a: [] }],
    ['an empty map and an empty set', { a: {} }, { a: new Set() }],
    ['a list and a set', { a: ['x'] }, { a: new Set(['x']) }],
    ['a list and bytes', { a: [1] }, { a: Uint8Array.of(1) }],
    ['a set and its text', { a: new Set(['x']) }, { a: 'Set["x"]' }],
    ['a number and one that is too large for JSON', { a: 1 }, { a: 1n }],
    ['a map and one field with its text', { a: { b: 1 } }, { a: '{"b":1}' }],
    ['what stands in one list and in two', { a: [['x'], 'y'] }, { a: [['x', 'y']] }],
  ])('differs for %s', (_, left, right) => {
    expect(canonicalJson(left)).not.toBe(canonicalJson(right));
  });
});

describe('the chain of a day', () => {
  const item = { pk: 'AUDIT#2026-03-08', sk: 'a', action: 'x' };

  it('begins otherwise for another day and behind another head', () => {
    const beginnings = [
      beginChain('2026-03-08', undefined),
      beginChain('2026-03-09', undefined),
      beginChain('2026-03-08', 'A'.repeat(43)),
    ];

    expect(new Set(beginnings).size).toBe(3);
  });

  it('goes on otherwise behind another link and for another entry', () => {
    const links = [link('a', item), link('b', item), link('a', { ...item, action: 'y' })];

    expect(new Set(links).size).toBe(3);
  });

  it('stays what it was when days were sealed by it', () => {
    expect(link(beginChain('2026-03-08', undefined), item)).toBe('Ogovns5S6m7rzfBw1ijs7rWT_p7CiLCg20aTNlzSrMk');
  });
});

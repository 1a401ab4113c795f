import { describe, expect, it } from '@jest/globals';
import { digestOf } from '../../../lib/data-keys/digest.ts';

describe('the digest of an item', () => {
  it.each([
    ['fields in another order', { b: { d: 2, c: 1 }, a: 1 }],
    ['a field that has no value', { a: 1, b: { c: 1, d: 2 }, e: undefined }],
    ['a field within another that has no value', { a: 1, b: { c: 1, d: 2, e: undefined } }],
  ])('is the same with %s', (_, said) => {
    expect(digestOf(said)).toBe(digestOf({ a: 1, b: { c: 1, d: 2 } }));
  });

  it.each([
    ['another value', { a: 2, b: ['x', 'y'] }],
    ['another order of a list', { a: 1, b: ['y', 'x'] }],
    ['a value of another kind', { a: '1', b: ['x', 'y'] }],
    ['a field less', { b: ['x', 'y'] }],
    ['a field that is null', { a: 1, b: ['x', 'y'], c: null }],
  ])('is another with %s', (_, said) => {
    expect(digestOf(said)).not.toBe(digestOf({ a: 1, b: ['x', 'y'] }));
  });
});

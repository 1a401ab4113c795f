import { describe, expect, it } from '@jest/globals';
import { readRequest } from '../../../lib/http/request.ts';
import { gatewayEvent } from '../../support/http.ts';

const read = (cookies: string[]) => Object.fromEntries(readRequest(gatewayEvent({ cookies })).cookies);

describe('the cookies of a request', () => {
  it.each([
    [
      'in the order in which they came',
      ['a=long path', 'b=2', 'a=short path'],
      { a: ['long path', 'short path'], b: ['2'] },
    ],
    ['with what follows the first equals sign', ['a=b=c==', 'd='], { a: ['b=c=='], d: [''] }],
    [
      'without the quotes around them',
      ['a="b"', 'c="', 'd=x"y"', 'e=""'],
      { a: ['b'], c: ['"'], d: ['x"y"'], e: [''] },
    ],
    ['without the spaces around them', [' a = b ', '\tc=d\t'], { a: ['b'], c: ['d'] }],
    [
      'beside those of others, whatever they hold',
      ['a={"b":[1,2]}', 'c=%zz', '[x]=1'],
      { a: ['{"b":[1,2]}'], c: ['%zz'], '[x]': ['1'] },
    ],
    ['by names that differ in case', ['a=1', 'A=2'], { a: ['1'], A: ['2'] }],
    ['where they have a name and a value', ['a', '=b', '', ';', 'c=d'], { c: ['d'] }],
    ['four of a name at most', Array.from({ length: 300 }, (_, at) => `a=${at}`), { a: ['0', '1', '2', '3'] }],
  ])('are read %s', (_, cookies, expected) => {
    expect(read(cookies)).toEqual(expected);
  });

  it('are read under names that objects have of their own', () => {
    expect([...readRequest(gatewayEvent({ cookies: ['__proto__=1', 'constructor=2'] })).cookies]).toEqual([
      ['__proto__', ['1']],
      ['constructor', ['2']],
    ]);
  });
});

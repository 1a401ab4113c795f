import { describe, expect, it } from '@jest/globals';
import { pickFrom } from '../../../../../lib/domains/identity/users/directory-page.ts';
import type { DirectoryEntry } from '../../../../../lib/domains/identity/users/directory-repository.ts';

const entryOf = (number: number): DirectoryEntry => ({
  list: 'NAME',
  place: `name-${number}`,
  userId: `019a0000-0000-7000-8000-00000000000${number}`,
});
const entries = [1, 2, 3, 4, 5].map(entryOf);
const next = { pk: 'PEOPLE#NAME', sk: 'end of the query' };
const placeAfter = (number: number) => ({
  pk: 'PEOPLE#NAME',
  sk: `name-${number} #019a0000-0000-7000-8000-00000000000${number}`,
});
const only =
  (...numbers: number[]) =>
  ({ place }: DirectoryEntry) =>
    numbers.find((number) => place === `name-${number}`);

describe('pickFrom', () => {
  it('goes on where the query ended when all entries are used up', () => {
    expect(pickFrom({ items: entries, next }, only(1, 3), 2)).toEqual({ items: [1, 3], next });
    expect(pickFrom({ items: entries }, only(5), 1)).toEqual({ items: [5], next: undefined });
  });

  it('goes on in the middle of the entries when the page is full before their end', () => {
    expect(pickFrom({ items: entries, next }, only(1, 2, 3), 2)).toEqual({ items: [1, 2], next: placeAfter(2) });
  });

  it('does not look again at what it has passed over', () => {
    expect(pickFrom({ items: entries }, only(1, 5), 1)).toEqual({ items: [1], next: placeAfter(4) });
  });

  it('may pick nothing and yet go on', () => {
    expect(pickFrom({ items: entries, next }, only(), 2)).toEqual({ items: [], next });
  });
});

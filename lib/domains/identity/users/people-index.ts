import { fold, foldedWords } from '../../../folded-words.ts';
import { defineIndex } from '../../../indexing/definition.ts';
import { personAt } from './repository.ts';
import type { StoredPerson } from './schema.ts';

/** What the lists of people are sorted by. */
type Order = 'CREATED' | 'NAME' | 'EMAIL';

/** By which people are found: the words of name and address, and lists of all, of each role and of each status. */
export const peopleIndex = defineIndex({
  name: 'people',
  table: 'identity',
  at: personAt,
  idAt: ({ pk, sk }) => (sk === 'PERSON' ? pk.slice('USER#'.length) : undefined),
  words: ({ name, email }: StoredPerson) => [...foldedWords(name), fold(email), ...foldedWords(email)],
  lists: (person: StoredPerson) => [
    ...(['CREATED', 'NAME', 'EMAIL'] as const).map((order) => ({ list: order, place: placeIn(order, person) })),
    ...[...person.roles.map(listOfRole), listOfStatus(person.status)].flatMap((list) =>
      (['CREATED', 'NAME'] as const).map((order) => ({ list: `${list}#${order}`, place: placeIn(order, person) })),
    ),
  ],
  // Until 0.1 the entries were written beside the people.
  isObsolete: ({ pk }) => pk.startsWith('PEOPLE#'),
});

/** The list of all in an order, or of those with a role or a status. */
export function listOf(order: Order, { role, status }: { readonly role?: string; readonly status?: string }): string {
  if (role !== undefined) return `${listOfRole(role)}#${order}`;
  return status === undefined ? order : `${listOfStatus(status)}#${order}`;
}

function listOfRole(role: string): string {
  return `ROLE#${role}`;
}

function listOfStatus(status: string): string {
  return `STATUS#${status}`;
}

function placeIn(order: Order, { createdAt, name, email }: StoredPerson): string {
  return { CREATED: createdAt, NAME: fold(name), EMAIL: fold(email) }[order];
}

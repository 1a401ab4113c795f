import type { Method } from '../lib/http/trigger.ts';
import { domains } from '../lib/stacks.ts';
import { camelCase, capitalized, pluralOf, singularOf, thirdPersonOf } from './words.ts';

/** An endpoint, as far as its name lets one guess it. */
export interface EndpointPlan {
  readonly domain: string;
  /** The name of its file, `<verb-noun>`. */
  readonly name: string;
  readonly method: Method;
  readonly path: string;
  /** The name of the one parameter of the path. */
  readonly parameter: string | undefined;
  readonly success: 200 | 201 | 204;
  /** What the answer holds. */
  readonly result: 'one' | 'many' | 'nothing';
  readonly summary: string;
}

/** No endpoint may have the name; the message says why. */
export class NameRefused extends Error {
  override readonly name = 'NameRefused';
}

type Shape = Pick<EndpointPlan, 'method' | 'success' | 'result'> & {
  /** What the route is about: all things, one, an action on one, or an action on nothing. */
  readonly on: 'all' | 'one' | 'action' | 'nothing';
};

const read = { method: 'GET', success: 200, result: 'one', on: 'one' } as const;
const list = { method: 'GET', success: 200, result: 'many', on: 'all' } as const;
const create = { method: 'POST', success: 201, result: 'one', on: 'all' } as const;
const change = { method: 'PATCH', success: 200, result: 'one', on: 'one' } as const;
const replace = { method: 'PUT', success: 200, result: 'one', on: 'one' } as const;
const remove = { method: 'DELETE', success: 204, result: 'nothing', on: 'one' } as const;
const act = { method: 'POST', success: 204, result: 'nothing', on: 'action' } as const;
const command = { ...act, on: 'nothing' } as const;

/** The shapes of routes by their verbs; any other verb is an action on an existing thing. */
const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ...['get', 'show', 'read'].map((verb) => [verb, read] as const),
  ...['list', 'search'].map((verb) => [verb, list] as const),
  ...['create', 'register', 'add', 'book', 'place', 'send'].map((verb) => [verb, create] as const),
  ...['update', 'change', 'edit', 'rename'].map((verb) => [verb, change] as const),
  ...['replace', 'set'].map((verb) => [verb, replace] as const),
  ...['remove', 'delete', 'archive'].map((verb) => [verb, remove] as const),
]);

/** Guesses method, path and answer from `<domain>/<verb-noun>`; throws `NameRefused`. */
export function planEndpoint(file: string): EndpointPlan {
  const { domain, verb, noun } = partsOf(file);
  const { on, ...shape } = shapeOf(domain, verb);
  const name = `${verb}-${noun}`;
  const isOne = on === 'one' || on === 'action';
  // The caller's own account needs no id, and what belongs to it is one thing.
  const parameter = isOne && !noun.startsWith('own-') ? `${camelCase(singularOf(noun))}Id` : undefined;
  const base = on === 'nothing' ? `/v1/${domain}/${name}` : collectionPath(domain, noun);
  const path = [base, parameter && `{${parameter}}`, on === 'action' && verb].filter(Boolean).join('/');
  return { domain, name, path, parameter, summary: summaryOf(verb, noun), ...shape };
}

/** The shape of a route; a change in `auth`, such as signing in or resetting a password, is about no thing with an id. */
function shapeOf(domain: string, verb: string): Shape {
  const shape = shapes.get(verb) ?? act;
  return domain === 'auth' && shape !== read && shape !== list && shape !== remove ? command : shape;
}

function partsOf(file: string) {
  const [, domain = '', verb = '', noun = ''] = /^([a-z-]+)\/([a-z]+)-([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(file) ?? [];
  if (!verb) throw new NameRefused(`"${file}" is not <domain>/<verb-noun>, like patients/archive-leaflet.`);
  if (!domains.includes(domain))
    throw new NameRefused(`There is no domain ${domain}. There are ${[...domains].sort().join(', ')}.`);
  // Lambda takes 64 characters: `polyclinic-`, a stage of up to a dozen, a hyphen, and this name.
  if (`${domain}-${verb}-${noun}`.length > 40)
    throw new NameRefused(`${domain}-${verb}-${noun} is longer than the 40 letters that a function's name may have.`);
  return { domain, verb, noun };
}

function collectionPath(domain: string, noun: string): string {
  if (noun === 'own-user') return '/v1/users/me';
  if (noun.startsWith('own-')) return `/v1/users/me/${noun.replace('own-', '')}`;
  const collection = pluralOf(noun);
  return collection === domain ? `/v1/${domain}` : `/v1/${domain}/${collection}`;
}

function summaryOf(verb: string, noun: string): string {
  const words = noun.replaceAll('-', ' ');
  const article = noun.startsWith('own-')
    ? 'their '
    : noun !== singularOf(noun)
      ? ''
      : /^[aeio]/.test(noun)
        ? 'an '
        : 'a ';
  return `${capitalized(thirdPersonOf(verb))} ${article}${words}.`;
}

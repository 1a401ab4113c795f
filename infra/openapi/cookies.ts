import { cookie } from '../../lib/http/cookies.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { Json } from './json.ts';

/** The identity routes, which set all that there are. */
const path = '/v1/auth';

/** The `Set-Cookie` header of an answer; empty where its route neither sets nor deletes a cookie with this status. */
export function cookieHeader({ cookies }: HttpTrigger, status: number): Json {
  const [set, cleared] = [cookies?.sets?.[status] ?? [], cookies?.clears?.[status] ?? []];
  if (set.length + cleared.length === 0) return {};
  const sentences = [
    ...set.map((name) => `Sets \`${name}\`, unless the tokens travel in the body.`),
    ...cleared.map((name) => `May delete \`${name}\`.`),
  ];
  const examples = [
    ...set.map((name) => cookie(name, 'bWFkZS11cA', { path, maxAge: 2_592_000 })),
    ...cleared.map((name) => cookie(name, '', { path, maxAge: 0 })),
  ];
  return {
    'Set-Cookie': {
      description: sentences.join(' '),
      schema: { type: 'string', examples },
      ...(set.length > 0 && { 'x-sets': pathsOf(set) }),
      ...(cleared.length > 0 && { 'x-clears': pathsOf(cleared) }),
    },
  };
}

/** Where browsers send each of the cookies, for the contract gate: a text cannot be compared. */
function pathsOf(names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, { path }]));
}

/** The cookies that a route reads and that are no credential. */
export function cookieParameters({ cookies }: HttpTrigger): Json[] {
  return (cookies?.reads ?? []).map((name) => ({
    name,
    in: 'cookie',
    required: false,
    description: 'As an answer of the API set it.',
    schema: { type: 'string', examples: ['bWFkZS11cA'] },
  }));
}

import { exampleBody, pathParameters } from './call-defaults.ts';
import { preparations } from './calls.ts';
import type { Published, Route } from './published.ts';
import type { Visitors } from './visitors.ts';

/** What came of one call through Prism. */
export interface Passage {
  readonly route: Route;
  readonly status: number;
  /** The code of a problem. */
  readonly code?: string;
  /** What Prism has against the request or the answer. */
  readonly violation?: string;
}

/** Where routes are called, and about whom. */
export interface PassageOptions {
  readonly prismUrl: string;
  readonly document: Published;
  readonly visitors: Visitors;
}

/** Calls a route through Prism, and once more with the validator that it answered, if it did. */
export async function pass(route: Route, options: PassageOptions): Promise<readonly Passage[]> {
  const { url, init } = await requestOf(route, options);
  const response = await fetch(url, init);
  const first = await passageOf(route, response);
  const etag = route.method === 'GET' ? response.headers.get('etag') : null;
  if (etag === null) return [first];
  const headers = { ...init.headers, 'if-none-match': etag };
  return [first, await passageOf(route, await fetch(url, { ...init, headers }))];
}

async function requestOf(route: Route, { prismUrl, document, visitors }: PassageOptions) {
  const call = (await preparations[route.operationId]?.(visitors)) ?? {};
  const body = call.body ?? exampleBody(route, document);
  const isForPeople = route.security?.some((way) => 'accessToken' in way) ?? false;
  const token = call.token ?? visitors.admin.accessToken;
  const headers = {
    // The validator would name the coding otherwise, of which Prism knows fewer than fetch.
    'accept-encoding': 'identity',
    ...(isForPeople && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const init = { method: route.method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const query = call.query ? `?${new URLSearchParams(call.query)}` : '';
  return { url: prismUrl + (await pathOf(route, call.path ?? {}, visitors)) + query, init };
}

async function pathOf({ path }: Route, given: Readonly<Record<string, string>>, visitors: Visitors): Promise<string> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = new Map<string, string>();
  for (const name of names) {
    const value = given[name] ?? (await pathParameters[name]?.(visitors));
    if (value === undefined) throw new Error(`${path}: local/contract-proofs/call-defaults.ts lacks ${name}`);
    values.set(name, value);
  }
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? ''));
}

/** Whatever our functions answer has an id; what has none was said by Prism. */
async function passageOf(route: Route, response: Response): Promise<Passage> {
  const text = await response.text();
  const { status } = response;
  if (!response.headers.has('x-request-id')) return { route, status, violation: text };
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
  return { route, status, ...(isProblem && { code: (JSON.parse(text) as { code: string }).code }) };
}

import type { HttpTrigger } from '../../lib/http/trigger.ts';
import { placeInCourse } from './free-slots.ts';

/** A request by what its place in the file depends on. */
interface Placed {
  readonly domain: string;
  readonly trigger: HttpTrigger;
  readonly name: string;
  /** The names of the requests whose answers it names. */
  readonly needs: readonly string[];
}

/**
 * Puts requests in an order in which each finds what it is about, those of a domain together: lists, what makes, what shows and
 * changes, what removes, a part before the whole, and what brings back. What ends the session of a person comes at the end of all,
 * and whatever a request names the answer of comes before it.
 */
export function inOrder<T extends Placed>(requests: readonly T[]): T[] {
  const domains = [...new Set(requests.map(({ domain }) => domain))];
  const keyOf = ({ domain, trigger }: Placed) => [
    Number(endsSession(trigger)),
    domains.indexOf(domain),
    ...stepOf(trigger),
  ];
  return afterWhatTheyNeed([...requests].sort((one, other) => compare(keyOf(one), keyOf(other))));
}

function afterWhatTheyNeed<T extends Placed>(requests: readonly T[]): T[] {
  const placed = new Set<T>();
  const place = (request: T) => {
    for (const needed of requests.filter(({ name }) => request.needs.includes(name))) place(needed);
    placed.add(request);
  };
  requests.forEach(place);
  return [...placed];
}

/** Whether nothing is answered to the person who asks any more, until they sign in anew. */
export function endsSession({ method, path }: Pick<HttpTrigger, 'method' | 'path'>): boolean {
  return path === '/v1/auth/logout-all' || (method === 'DELETE' && path === '/v1/users/me');
}

function stepOf({ method, path }: HttpTrigger): readonly number[] {
  if (path.endsWith('/restore')) return [4, 0];
  if (method === 'DELETE') return [3, -path.split('/').length];
  if (path.includes('{')) return [2, placeInCourse({ path })];
  return [method === 'GET' ? 0 : 1, 0];
}

function compare(one: readonly number[], other: readonly number[]): number {
  return one.map((part, index) => part - (other[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

import type { Finding } from './finding.ts';
import { type Json, partOf } from './json.ts';
import type { AnswerPair } from './route-pair.ts';

const ways = [
  { list: 'x-sets', done: 'set', does: 'sets' },
  { list: 'x-clears', done: 'deleted', does: 'deletes' },
] as const;

/** The cookies that an answer leaves alone, or that are sent elsewhere, by what its `Set-Cookie` lists beside its text. */
export function compareCookies(pair: AnswerPair, header: Json, now: Json): Finding[] {
  return ways.flatMap((way) => {
    const [before, after] = [partOf(header, way.list), partOf(now, way.list)];
    return Object.keys(before).flatMap((name) => compareCookie(pair, way, name, before, after));
  });
}

function compareCookie(
  { place, status }: AnswerPair,
  { done, does }: (typeof ways)[number],
  name: string,
  before: Json,
  after: Json,
): Finding[] {
  const broken = (what: string): Finding[] => [{ kind: 'break', place, what, whom: 'browsers that keep it' }];
  if (!(name in after)) return broken(`the cookie ${name} is no longer ${done} by the answer ${status}`);
  const [was, is] = [partOf(before, name).path, partOf(after, name).path];
  const part = `the cookie ${name} that the answer ${status} ${does}`;
  return was === is ? [] : broken(`${part} is now for ${is} in place of ${was}`);
}

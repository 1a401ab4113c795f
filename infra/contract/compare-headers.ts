import { compareCookies } from './compare-cookies.ts';
import type { Finding } from './finding.ts';
import { type Json, partOf, resolve } from './json.ts';
import { type AnswerPair, findingsOf } from './route-pair.ts';

/** The headers that clients get no longer, or with other values. */
export function compareHeaders(pair: AnswerPair): Finding[] {
  const [before, after] = [headersOf(pair.released, pair.was), headersOf(pair.current, pair.is)];
  return [...before].flatMap(([name, header]) => {
    const part = `the header ${name} of the answer ${pair.status}`;
    const now = after.get(name);
    if (!now && isTakenBack(pair, name)) return [];
    if (!now) return [{ kind: 'break', place: pair.place, what: `${part} is gone`, whom: 'clients that read it' }];
    const schemas = [partOf(header, 'schema'), partOf(now, 'schema')] as const;
    return [...findingsOf(pair, part, 'received', schemas), ...compareCookies(pair, header, now)];
  });
}

function headersOf(document: Json, answer: Json): Map<string, Json> {
  const headers = partOf(answer, 'headers');
  return new Map(
    Object.keys(headers).map((name) => [name.toLowerCase(), resolve(document, partOf(headers, name))] as const),
  );
}

const notices: ReadonlySet<string> = new Set(['deprecation', 'sunset', 'link']);

/** What tells of the end of a route goes with it where the route stays. */
function isTakenBack({ before, after }: AnswerPair, header: string): boolean {
  return notices.has(header) && before.deprecated === true && after.deprecated !== true;
}

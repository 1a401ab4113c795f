import { schemasOf } from './compare-requests.ts';
import type { Finding } from './finding.ts';
import { type Json, partOf, resolve } from './json.ts';
import { codesOf, problemType, withoutCode } from './problem-codes.ts';
import { added, findingsOf, type RoutePair } from './route-pair.ts';

/** An answer of one status, before and after. */
interface AnswerPair extends RoutePair {
  readonly status: string;
  readonly was: Json;
  readonly is: Json;
}

/** What clients get no longer, or get and do not know: statuses, codes, headers, content types and bodies. */
export function compareAnswers(pair: RoutePair): Finding[] {
  const [before, after] = [partOf(pair.before, 'responses'), partOf(pair.after, 'responses')];
  const statuses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return statuses.flatMap((status) => {
    if (!(status in after)) return [lost(pair.place, `the answer ${status} is gone`, 'clients that count on it')];
    const is = resolve(pair.current, partOf(after, status));
    if (!(status in before)) return [newAnswer(pair, status, is)];
    const was = resolve(pair.released, partOf(before, status));
    return compareAnswer({ ...pair, status, was, is });
  });
}

function lost(place: string, what: string, whom: string): Finding {
  return { kind: 'break', place, what, whom };
}

function newAnswer({ place, current }: RoutePair, status: string, answer: Json): Finding {
  const codes = codesOf(current, answer);
  const coded = codes.length > 0 ? `, with ${codes.join(', ')}` : '';
  return lost(place, `the answer ${status} is new${coded}`, 'clients that do not know it');
}

function compareAnswer(pair: AnswerPair): Finding[] {
  return [...compareCodes(pair), ...compareHeaders(pair), ...compareContent(pair)];
}

function compareCodes({ place, status, was, is, released, current }: AnswerPair): Finding[] {
  const [before, after] = [codesOf(released, was), codesOf(current, is)];
  const coded = (code: string, what: string, whom: string): Finding => ({
    kind: 'code',
    place,
    what: `the code ${code} ${what} ${status}`,
    whom,
  });
  const [fresh, gone] = [
    after.filter((code) => !before.includes(code)),
    before.filter((code) => !after.includes(code)),
  ];
  return [
    ...fresh.map((code) => coded(code, 'is new with', 'clients that know only the others')),
    ...gone.map((code) => coded(code, 'no longer comes with', 'typed clients that ask for it')),
  ];
}

function compareHeaders(pair: AnswerPair): Finding[] {
  const [before, after] = [headersOf(pair.released, pair.was), headersOf(pair.current, pair.is)];
  return [...before].flatMap(([name, header]) => {
    const part = `the header ${name} of the answer ${pair.status}`;
    const now = after.get(name);
    if (!now) return [lost(pair.place, `${part} is gone`, 'clients that read it')];
    return findingsOf(pair, part, 'received', [partOf(header, 'schema'), partOf(now, 'schema')]);
  });
}

function headersOf(document: Json, answer: Json): Map<string, Json> {
  const headers = partOf(answer, 'headers');
  return new Map(
    Object.keys(headers).map((name) => [name.toLowerCase(), resolve(document, partOf(headers, name))] as const),
  );
}

function compareContent(pair: AnswerPair): Finding[] {
  const { place, status } = pair;
  const [before, after] = [partOf(pair.was, 'content'), partOf(pair.is, 'content')];
  const gone = Object.keys(before).filter((type) => !(type in after));
  return [
    ...gone.map((type) => lost(place, `the answer ${status} no longer comes as ${type}`, 'clients that read it')),
    ...Object.keys(after).flatMap((type) =>
      type in before
        ? findingsOf(pair, `the answer ${status}`, 'received', bodiesOf(pair, before, after, type))
        : [added(place, `the answer ${status} comes as ${type}`)],
    ),
  ];
}

/** The schemas of a body; the codes of a problem are compared by themselves. */
function bodiesOf(pair: AnswerPair, before: Json, after: Json, type: string): readonly [Json, Json] {
  const [was, is] = schemasOf(before, after, type);
  return type === problemType ? [withoutCode(pair.released, was), withoutCode(pair.current, is)] : [was, is];
}

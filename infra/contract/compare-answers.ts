import { compareHeaders } from './compare-headers.ts';
import { schemasOf } from './compare-requests.ts';
import type { Finding } from './finding.ts';
import { type Json, listOf, partOf, resolve } from './json.ts';
import { alternativesOf, isOpen } from './operations.ts';
import { codesOf, problemType, withoutCode } from './problem-codes.ts';
import { type AnswerPair, added, findingsOf, type RoutePair } from './route-pair.ts';

/** What clients get no longer, or get and do not know: statuses, codes, headers, content types and bodies. */
export function compareAnswers(pair: RoutePair): Finding[] {
  const [before, after] = [partOf(pair.before, 'responses'), partOf(pair.after, 'responses')];
  const statuses = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return statuses.flatMap((status) => {
    if (!(status in after)) return isNeeded(pair, status) ? [gone(pair.place, status)] : [];
    const is = resolve(pair.current, partOf(after, status));
    if (!(status in before)) return [newAnswer(pair, status, is)];
    const was = resolve(pair.released, partOf(before, status));
    return compareAnswer({ ...pair, status, was, is });
  });
}

function lost(place: string, what: string, whom: string): Finding {
  return { kind: 'break', place, what, whom };
}

function gone(place: string, status: string): Finding {
  return lost(place, `the answer ${status} is gone`, 'clients that count on it');
}

/** Who is asked for less gets fewer refusals. */
function isNeeded({ released, current, before, after }: RoutePair, status: string): boolean {
  const opened = !isOpen(alternativesOf(released, before)) && isOpen(alternativesOf(current, after));
  const freed = listOf(before, 'x-permissions').length > 0 && listOf(after, 'x-permissions').length === 0;
  return !((status === '401' && opened) || (status === '403' && (opened || freed)));
}

/** A status that comes with new codes alone is a part of their news. */
function newAnswer(pair: RoutePair, status: string, answer: Json): Finding {
  const codes = codesOf(pair.current, answer);
  const known = Object.values(partOf(pair.before, 'responses')).flatMap((each) =>
    codesOf(pair.released, resolve(pair.released, each as Json)),
  );
  const isTold = codes.length > 0 && !codes.some((code) => known.includes(code));
  const coded = codes.length > 0 ? `, with ${codes.join(', ')}` : '';
  return {
    ...lost(pair.place, `the answer ${status} is new${coded}`, 'clients that do not know it'),
    kind: isTold ? 'code' : 'break',
  };
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

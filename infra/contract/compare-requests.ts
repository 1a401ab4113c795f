import { withoutDefault } from './compare-defaults.ts';
import type { Finding } from './finding.ts';
import { sunsetOf } from './finding.ts';
import { type Json, listOf, partOf, resolve } from './json.ts';
import { added, findingsOf, type RoutePair } from './route-pair.ts';

/** What clients may send no longer, or have to send from now on: parameters and the body. */
export function compareRequests(pair: RoutePair): Finding[] {
  return [...compareParameters(pair), ...compareBody(pair)];
}

function compareParameters(pair: RoutePair): Finding[] {
  const { place } = pair;
  const before = parametersOf(pair.released, pair.before);
  const after = parametersOf(pair.current, pair.after);
  const gone = [...before].filter(([part]) => !after.has(part));
  return [
    ...gone.map(
      ([part, parameter]): Finding => ({
        kind: 'break',
        place,
        what: `${part} is gone`,
        whom: 'clients that send it',
        sunset: sunsetOf(partOf(parameter, 'schema')),
      }),
    ),
    ...[...after].flatMap(([part, parameter]) => compareParameter(pair, part, before.get(part), parameter)),
  ];
}

function compareParameter(pair: RoutePair, part: string, before: Json | undefined, after: Json): Finding[] {
  const { place } = pair;
  const isAsked = after.required === true && before?.required !== true;
  const asked: Finding = {
    kind: 'break',
    place,
    what: `${part} is ${before ? 'now' : 'new and'} required`,
    whom: 'clients that send none',
  };
  if (!before) return isAsked ? [asked] : [added(place, `${part} is new`)];
  const [was, is] = [partOf(before, 'schema'), partOf(after, 'schema')];
  const schemas =
    before.required === true ? ([withoutDefault(was), withoutDefault(is)] as const) : ([was, is] as const);
  return [...(isAsked ? [asked] : []), ...findingsOf(pair, part, 'sent', schemas)];
}

/** The parameters by what they are called in a finding; the names of headers are the same in any case. */
function parametersOf(document: Json, operation: Json): Map<string, Json> {
  const parameters = listOf(operation, 'parameters').map((parameter) => resolve(document, parameter));
  return new Map(parameters.map((parameter) => [describeParameter(parameter), parameter]));
}

function describeParameter({ name, in: where }: Json): string {
  if (where === 'header') return `the header ${String(name).toLowerCase()}`;
  return where === 'cookie' ? `the cookie ${name}` : `the ${where} parameter ${name}`;
}

function compareBody(pair: RoutePair): Finding[] {
  const [before, after] = [bodyOf(pair.released, pair.before), bodyOf(pair.current, pair.after)];
  const isAsked = after.required === true && before.required !== true;
  const [types, now] = [partOf(before, 'content'), partOf(after, 'content')];
  const lost = (what: string, whom: string): Finding => ({ kind: 'break', place: pair.place, what, whom });
  return [
    ...(isAsked ? [lost('a body is now required', 'clients that send none')] : []),
    ...Object.keys(types).flatMap((type) =>
      type in now
        ? findingsOf(pair, 'the body', 'sent', schemasOf(types, now, type))
        : [lost(`a body of ${type} is no longer taken`, 'clients that send one')],
    ),
    ...Object.keys(now)
      .filter((type) => !(type in types))
      .map((type) => added(pair.place, `a body of ${type} is taken`)),
  ];
}

function bodyOf(document: Json, operation: Json): Json {
  return resolve(document, partOf(operation, 'requestBody'));
}

/** The schemas of one content type, before and after. */
export function schemasOf(before: Json, after: Json, type: string): readonly [Json, Json] {
  return [partOf(partOf(before, type), 'schema'), partOf(partOf(after, type), 'schema')];
}

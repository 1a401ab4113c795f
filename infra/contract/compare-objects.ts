import { isObject } from '../openapi/json.ts';
import { withoutDefault } from './compare-defaults.ts';
import type { FormPair } from './compare-values.ts';
import { broken, type Difference, type Direction, under } from './difference.ts';
import { sunsetOf } from './finding.ts';
import { type Json, listOf, partOf } from './json.ts';

/** Compares the schemas of two documents. */
export type CompareSchemas = (before: Json, after: Json, direction: Direction) => readonly Difference[];

/** The differences of fields, of further fields and of items. */
export function compareObjects(pair: FormPair, compare: CompareSchemas): Difference[] {
  const { before, after, direction } = pair;
  const [fields, now] = [partOf(before, 'properties'), partOf(after, 'properties')];
  const kept = Object.keys(fields).filter((name) => name in now);
  return [
    ...goneFrom(fields, now, direction),
    ...kept.flatMap((name) => compareField(name, pair, compare)),
    ...compareRequired(pair),
    ...newIn(pair),
    ...compareFurther(pair, compare),
    ...compareInner('items', '[]', pair, compare),
    ...compareInner('propertyNames', '(name)', pair, compare),
  ];
}

function goneFrom(fields: Json, now: Json, direction: Direction): Difference[] {
  return Object.keys(fields)
    .filter((name) => !(name in now))
    .flatMap((name) =>
      under(name, [
        broken('is gone', direction === 'sent' ? 'that send it' : 'that read it', sunsetOf(partOf(fields, name))),
      ]),
    );
}

function compareField(name: string, { before, after, direction }: FormPair, compare: CompareSchemas): Difference[] {
  const [was, is] = [before, after].map((form) => partOf(partOf(form, 'properties'), name)) as [Json, Json];
  const wasAsked = listOf<string>(before, 'required').includes(name);
  return under(
    name,
    wasAsked ? compare(withoutDefault(was), withoutDefault(is), direction) : compare(was, is, direction),
  );
}

/** What is asked for need not be described as a field: the keys of a record are names in a list. */
function compareRequired({ before, after, direction }: FormPair): Difference[] {
  const [from, to] = direction === 'sent' ? [before, after] : [after, before];
  const isAskedBy = (form: Json, name: string) => listOf<string>(form, 'required').includes(name);
  const isField = (form: Json, name: string) => name in partOf(form, 'properties');
  const difference =
    direction === 'sent'
      ? broken('is now required', 'that send none')
      : broken('may now be absent', 'that count on it');
  return listOf<string>(to, 'required')
    .filter((name) => !isAskedBy(from, name) && (isField(from, name) || !isField(to, name)))
    .flatMap((name) => under(name, [difference]));
}

function newIn({ before, after, direction }: FormPair): Difference[] {
  const required = listOf<string>(after, 'required');
  return Object.keys(partOf(after, 'properties'))
    .filter((name) => !(name in partOf(before, 'properties')))
    .flatMap((name): Difference[] => {
      const isAsked = direction === 'sent' && required.includes(name);
      if (isAsked) return under(name, [broken('is new and required', 'that send none')]);
      return under(name, [{ kind: 'new', path: [], what: 'is new', whom: '' }]);
    });
}

/** An answer may close or open: clients are told to expect fields that they do not know. */
function compareFurther({ before, after, direction }: FormPair, compare: CompareSchemas): Difference[] {
  const [was, is] = [before.additionalProperties ?? true, after.additionalProperties ?? true];
  if (is === false) {
    const isClosed = direction === 'sent' && was !== false;
    return isClosed ? [broken('takes no further fields any more', 'that send some')] : [];
  }
  if (was === false || (!isObject(was) && !isObject(is))) return [];
  return under('*', compare(isObject(was) ? was : {}, isObject(is) ? is : {}, direction));
}

function compareInner(keyword: string, step: string, pair: FormPair, compare: CompareSchemas): Difference[] {
  const { before, after, direction } = pair;
  if (!(keyword in before) && !(keyword in after)) return [];
  return under(step, compare(partOf(before, keyword), partOf(after, keyword), direction));
}

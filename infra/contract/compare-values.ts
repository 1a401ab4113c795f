import { bounds, isWithin, tighterBounds } from './compare-bounds.ts';
import { broken, type Difference, type Direction } from './difference.ts';
import { isSame, type Json } from './json.ts';
import { describeValues, isAnnotation, typeOf, valuesOf } from './schema-forms.ts';

/** Keywords that are compared by what they mean; of any other a change is a break wherever it could narrow. */
const understood: ReadonlySet<string> = new Set([
  ...bounds,
  'additionalProperties',
  'const',
  'default',
  'enum',
  'items',
  'properties',
  'propertyNames',
  'required',
  'type',
  'x-default',
]);

/** A form before and after, and the one whose values must all be among those of the other. */
export interface FormPair {
  readonly direction: Direction;
  readonly before: Json;
  readonly after: Json;
}

/** The difference of two types, beside which nothing else is worth telling. */
export function compareTypes(pair: FormPair): Difference[] {
  const [form, into] = orient(pair);
  const [from, to] = [valuesOf(form)?.every(Number.isInteger) ? 'integer' : typeOf(form), typeOf(into)];
  if (to === undefined || from === to || (from === 'integer' && to === 'number')) return [];
  const [was, is] = [pair.before, pair.after].map((form) => typeOf(form) ?? 'any');
  const whom = pair.direction === 'sent' ? 'that send the former' : 'that read it';
  return [broken(`is now of type ${is} in place of ${was}`, whom)];
}

/** The differences of plain values of one type: those that are listed, bounds, and all other keywords. */
export function compareValues(pair: FormPair): Difference[] {
  const [from] = orient(pair);
  return [...(valuesOf(from) ? compareListed(pair) : compareAny(pair)), ...compareOthers(pair)];
}

/** The values that there are to fit, and those that they have to fit into. */
function orient({ direction, before, after }: FormPair): readonly [from: Json, to: Json] {
  return direction === 'sent' ? [before, after] : [after, before];
}

/** Each listed value is tried: it may be one of another list, or keep bounds and a pattern. */
function compareListed(pair: FormPair): Difference[] {
  const [from, to] = orient(pair);
  const [values, others] = [valuesOf(from) ?? [], valuesOf(to)];
  const fits = (value: unknown) => isWithin(to, value) && others?.some((each) => isSame(each, value)) !== false;
  const strange = values.filter((value) => !fits(value));
  return strange.length > 0 ? [strangeValues(pair, describeValues(strange), describeValues(others ?? []))] : [];
}

function strangeValues({ direction }: FormPair, strange: string, known: string): Difference {
  return direction === 'sent'
    ? broken(`no longer takes ${strange}`, 'that send other values')
    : broken(`may now be ${strange}`, known ? `that know only ${known}` : 'that count on it');
}

function compareAny(pair: FormPair): Difference[] {
  const [from, to] = orient(pair);
  const known = valuesOf(to);
  const others = tighterBounds(from, to).map((keyword) => otherKeyword(pair, keyword));
  return known ? [listedOnly(pair, describeValues(known)), ...others] : others;
}

function listedOnly({ direction }: FormPair, known: string): Difference {
  return direction === 'sent'
    ? broken(`takes only ${known}`, 'that send other values')
    : broken('may now be any value', `that know only ${known}`);
}

function compareOthers(pair: FormPair): Difference[] {
  const [from, to] = orient(pair);
  // Of values that are listed on both sides no other keyword has anything left to say, and a pattern has been tried.
  const tried = !valuesOf(from) ? [] : valuesOf(to) ? Object.keys(to) : ['pattern'];
  return Object.keys(to)
    .filter((keyword) => !understood.has(keyword) && !isAnnotation(keyword) && !isSame(from[keyword], to[keyword]))
    .filter((keyword) => !tried.includes(keyword))
    .map((keyword) => otherKeyword(pair, keyword));
}

function otherKeyword({ before, after, direction }: FormPair, keyword: string): Difference {
  const [now, then] = [after, before].map((form) => (keyword in form ? JSON.stringify(form[keyword]) : 'none'));
  // A pattern in full would drown what is said of it.
  const values = `${now}${then}`.length > 80 ? '' : `: ${now} in place of ${then}`;
  return broken(
    `has another ${keyword}${values}`,
    direction === 'sent' ? 'that send other values' : 'that count on it',
  );
}

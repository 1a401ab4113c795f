import { broken, type Difference, type Direction } from './difference.ts';
import { isSame, type Json } from './json.ts';
import { describeValues, isAnnotation, typeOf, valuesOf } from './schema-forms.ts';

const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/** Keywords that are compared by what they mean; of any other a change is a break wherever it could narrow. */
const understood: ReadonlySet<string> = new Set([
  ...lowerBounds,
  ...upperBounds,
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
  const [from, to] = orient(pair).map(typeOf);
  if (to === undefined || from === to || (from === 'integer' && to === 'number')) return [];
  const [was, is] = [pair.before, pair.after].map((form) => typeOf(form) ?? 'any');
  const whom = pair.direction === 'sent' ? 'that send the former' : 'that read it';
  return [broken(`is now of type ${is} in place of ${was}`, whom)];
}

/** The differences of plain values of one type: those that are listed, bounds, and all other keywords. */
export function compareValues(pair: FormPair): Difference[] {
  const { direction } = pair;
  const [from, to] = orient(pair);
  const listed = compareListed(direction, valuesOf(from), valuesOf(to));
  // Of values that are listed on both sides, no bound or pattern has anything left to say.
  return [...listed, ...(valuesOf(from) ? [] : [...compareBounds(pair), ...compareOthers(pair)]), ...defaultOf(pair)];
}

/** The values that there are to fit, and those that they have to fit into. */
function orient({ direction, before, after }: FormPair): readonly [from: Json, to: Json] {
  return direction === 'sent' ? [before, after] : [after, before];
}

function compareListed(
  direction: Direction,
  from: readonly unknown[] | undefined,
  to: readonly unknown[] | undefined,
): Difference[] {
  if (!to) return [];
  const strange = from?.filter((value) => !to.some((each) => isSame(each, value)));
  if (strange?.length === 0) return [];
  const values = strange && describeValues(strange);
  return direction === 'sent'
    ? [broken(values ? `no longer takes ${values}` : `takes only ${describeValues(to)}`, 'that send other values')]
    : [broken(`may now be ${values ?? 'any value'}`, `that know only ${describeValues(to)}`)];
}

function compareBounds(pair: FormPair): Difference[] {
  const [from, to] = orient(pair);
  const isTighter = (keyword: string) => {
    const sign = lowerBounds.includes(keyword) ? 1 : -1;
    const boundOf = (form: Json) => (typeof form[keyword] === 'number' ? sign * form[keyword] : -Infinity);
    return boundOf(to) > boundOf(from);
  };
  return [...lowerBounds, ...upperBounds].filter(isTighter).map((keyword) => otherKeyword(pair, keyword));
}

function compareOthers(pair: FormPair): Difference[] {
  const [from, to] = orient(pair);
  return Object.keys(to)
    .filter((keyword) => !understood.has(keyword) && !isAnnotation(keyword) && !isSame(from[keyword], to[keyword]))
    .map((keyword) => otherKeyword(pair, keyword));
}

function defaultOf({ before, after, direction }: FormPair): Difference[] {
  const [was, is] = [before, after].map(presetOf);
  const isOther = direction === 'sent' && was !== undefined && !isSame(was, is);
  const presets = { direction, before: { default: was }, after: is === undefined ? {} : { default: is } };
  return isOther ? [otherKeyword(presets, 'default', 'that send none')] : [];
}

/** What an absent value means; in a body it stands where generators do not take it for a field that is always there. */
function presetOf(form: Json): unknown {
  return form.default ?? form['x-default'];
}

function otherKeyword({ before, after, direction }: FormPair, keyword: string, whom?: string): Difference {
  const [now, then] = [after, before].map((form) => (keyword in form ? JSON.stringify(form[keyword]) : 'none'));
  // A pattern in full would drown what is said of it.
  const values = `${now}${then}`.length > 80 ? '' : `: ${now} in place of ${then}`;
  const affected = direction === 'sent' ? 'that send other values' : 'that count on it';
  return broken(`has another ${keyword}${values}`, whom ?? affected);
}

import { compareDefaults } from './compare-defaults.ts';
import { type CompareSchemas, compareObjects } from './compare-objects.ts';
import { compareTypes, compareValues, type FormPair } from './compare-values.ts';
import { broken, type Difference, type Direction } from './difference.ts';
import { isSame, type Json } from './json.ts';
import { describeForm, formsOf, modelOf, typeOf } from './schema-forms.ts';

/**
 * Compares schemas of two documents: what clients send may take no less than before, what they get may be no more. A model that
 * has kept its name is compared once for each direction, and so may refer to itself.
 */
export function createSchemaComparison(released: Json, current: Json): CompareSchemas {
  const known = new Map<string, readonly Difference[]>();

  const compare: CompareSchemas = (before, after, direction) => {
    const [model, renamed] = [modelOf(before), modelOf(after)];
    if (model === undefined || renamed === undefined) return compareForms(before, after, direction);
    const key = [direction, model, renamed].join(' ');
    const found = known.get(key);
    if (found) return found;
    known.set(key, []);
    const differences = compareForms(before, after, direction);
    const placed = model === renamed ? differences.map((each) => ({ model, ...each })) : differences;
    known.set(key, placed);
    return placed;
  };

  function compareForms(before: Json, after: Json, direction: Direction): readonly Difference[] {
    const [forms, now] = [sharedOf(before, after), sharedOf(after, before)];
    const shared = forms.shared.flatMap((model) => compare(model, model, direction));
    const [was, is] = [formsOf(released, forms.rest), formsOf(current, now.rest)];
    const presets = direction === 'sent' ? compareDefaults(was, is) : [];
    return [...shared, ...presets, ...comparePairs(was, is, direction)];
  }

  function comparePairs(before: readonly Json[], after: readonly Json[], direction: Direction): readonly Difference[] {
    const compareTwo = (from: Json, to: Json) => {
      const pair = direction === 'sent' ? { before: from, after: to } : { before: to, after: from };
      return compareForm({ ...pair, direction });
    };
    const [from, to] = direction === 'sent' ? [before, after] : [after, before];
    if (from.length === 1 && to.length === 1) return compareTwo(from[0] as Json, to[0] as Json);
    return compareUnions({ from, to, direction, compareTwo });
  }

  function compareForm(pair: FormPair): readonly Difference[] {
    const types = compareTypes(pair);
    return types.length > 0 ? types : [...compareValues(pair), ...compareObjects(pair, compare)];
  }

  return compare;
}

/** The models that two schemas are both made of, and what each has beside them. */
function sharedOf(schema: Json, other: Json): { readonly shared: readonly Json[]; readonly rest: Json } {
  const [parts, others] = [schema, other].map(({ allOf }) => (Array.isArray(allOf) ? (allOf as Json[]) : []));
  const isShared = (part: Json) => modelOf(part) !== undefined && others?.some((each) => isSame(each, part)) === true;
  return {
    shared: parts?.filter(isShared) ?? [],
    rest: parts && parts.length > 0 ? { ...schema, allOf: parts.filter((part) => !isShared(part)) } : schema,
  };
}

interface Unions {
  /** The forms that there are to fit, and those of which each has to fit one. */
  readonly from: readonly Json[];
  readonly to: readonly Json[];
  readonly direction: Direction;
  readonly compareTwo: (from: Json, to: Json) => readonly Difference[];
}

/** Each form that fits into none is told as such, unless one of its type is left over: then it is that one, changed. */
function compareUnions({ from, to, direction, compareTwo }: Unions): Difference[] {
  const fits = (form: Json, into: Json) => compareTwo(form, into).every(({ kind }) => kind === 'new');
  const left = to.filter((into) => !from.some((form) => fits(form, into)));
  return from.flatMap((form) => {
    const fitting = to.find((into) => fits(form, into)) ?? left.find((into) => typeOf(into) === typeOf(form));
    if (fitting) return compareTwo(form, fitting);
    return direction === 'sent'
      ? [broken(`no longer takes ${describeForm(form)}`, 'that send it')]
      : [broken(`may now be ${describeForm(form)}`, 'that do not expect it')];
  });
}

import { compareDefaults } from './compare-defaults.ts';
import { compareNames } from './compare-names.ts';
import { type CompareSchemas, compareObjects } from './compare-objects.ts';
import { compareUnions } from './compare-unions.ts';
import { compareTypes, compareValues, type FormPair } from './compare-values.ts';
import type { Difference, Direction } from './difference.ts';
import { type Json, resolve } from './json.ts';
import { formsOf, modelOf } from './schema-forms.ts';
import { type SharedParts, sharedParts, sharedVariants } from './shared-parts.ts';

/**
 * Compares schemas of two documents: what clients send may take no less than before, what they get may be no more. A model that
 * has kept its name is compared once for each direction, and so may refer to itself.
 */
export function createSchemaComparison(released: Json, current: Json): CompareSchemas {
  const known = new Map<string, readonly Difference[]>();

  const compare: CompareSchemas = (before, after, direction) => {
    const names = compareNames(before, after, current);
    const [model, renamed] = [modelOf(before), modelOf(after)];
    if (model === undefined || renamed === undefined) return [...names, ...compareForms(before, after, direction)];
    const key = [direction, model, renamed].join(' ');
    const found = known.get(key);
    if (found) return found;
    known.set(key, []);
    const differences = compareForms(resolve(released, before), resolve(current, after), direction);
    const placed = model === renamed ? differences.map((each) => ({ model, ...each })) : [...names, ...differences];
    known.set(key, placed);
    return placed;
  };

  function compareForms(before: Json, after: Json, direction: Direction): readonly Difference[] {
    const parts = sharedParts(before, after);
    const variants = sharedVariants(parts.before, parts.after);
    const shared = [...parts.shared, ...variants.shared].flatMap((model) => compare(model, model, direction));
    const presets =
      direction === 'sent' ? compareDefaults(formsOf(released, parts.before), formsOf(current, parts.after)) : [];
    return [...shared, ...presets, ...compareRest(variants, direction)];
  }

  function compareRest({ before, after, shared }: SharedParts, direction: Direction): readonly Difference[] {
    const [was, is] = [formsOf(released, before), formsOf(current, after)];
    const compareTwo = (from: Json, to: Json) =>
      compareForm({ direction, ...(direction === 'sent' ? { before: from, after: to } : { before: to, after: from }) });
    const rest = { direction, compareTwo };
    return direction === 'sent'
      ? compareUnions({ from: was, to: is, shared: formsOf(current, { anyOf: shared }), ...rest })
      : compareUnions({ from: is, to: was, shared: formsOf(released, { anyOf: shared }), ...rest });
  }

  function compareForm(pair: FormPair): readonly Difference[] {
    const types = compareTypes(pair);
    return types.length > 0 ? types : [...compareValues(pair), ...compareObjects(pair, compare)];
  }

  return compare;
}

import { broken, type Difference, type Direction } from './difference.ts';
import type { Json } from './json.ts';
import { describeForm, typeOf } from './schema-forms.ts';

/** The forms of two schemas, apart from the models that both may be. */
export interface Unions {
  /** The forms that there are to fit, and those of which each has to fit one. */
  readonly from: readonly Json[];
  readonly to: readonly Json[];
  /** The forms of the models that both may be, into which one may fit as well. */
  readonly shared: readonly Json[];
  readonly direction: Direction;
  readonly compareTwo: (from: Json, to: Json) => readonly Difference[];
}

/** Each form that fits into none is told as such, unless one of its type is left over: then it is that one, changed. */
export function compareUnions({ from, to, shared, direction, compareTwo }: Unions): readonly Difference[] {
  if (from.length === 1 && to.length === 1 && shared.length === 0) return compareTwo(from[0] as Json, to[0] as Json);
  const fits = (form: Json, into: Json) => compareTwo(form, into).every(({ kind }) => kind === 'new');
  const left = to.filter((into) => !from.some((form) => fits(form, into)));
  return from.flatMap((form) => {
    const fitting =
      [...to, ...shared].find((into) => fits(form, into)) ?? left.find((into) => typeOf(into) === typeOf(form));
    if (fitting) return compareTwo(form, fitting);
    return direction === 'sent'
      ? [broken(`no longer takes ${describeForm(form)}`, 'that send it')]
      : [broken(`may now be ${describeForm(form)}`, 'that do not expect it')];
  });
}

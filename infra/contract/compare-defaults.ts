import { broken, type Difference } from './difference.ts';
import { isSame, type Json } from './json.ts';

/** What clients that send none now say by it; where no default was told before, none had a meaning of its own. */
export function compareDefaults(before: readonly Json[], after: readonly Json[]): Difference[] {
  const [was, is] = [before, after].map(presetOf);
  if (isSame(was, is)) return [];
  return [broken(`has another default: ${describe(is)} in place of ${describe(was)}`, 'that send none')];
}

/** A schema that was always asked for, of which a default changes nothing for those who sent it. */
export function withoutDefault({ default: _, 'x-default': __, ...schema }: Json): Json {
  return schema;
}

/** What an absent value means; in a body it stands where generators do not take it for a field that is always there. */
function presetOf(forms: readonly Json[]): unknown {
  const form = forms.find((each) => 'default' in each || 'x-default' in each) ?? {};
  return 'default' in form ? form.default : form['x-default'];
}

function describe(preset: unknown): string {
  return preset === undefined ? 'none' : JSON.stringify(preset);
}

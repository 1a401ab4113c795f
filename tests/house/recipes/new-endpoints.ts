import { planEndpoint } from '../../../infra/endpoint-plan.ts';
import { endpointSource, endpointTestSource } from '../../../infra/endpoint-sources.ts';
import type { Recipe } from './recipe.ts';

/** Written by the command itself. */
export const byCommand = 'patients/list-leaflets';

const byPlan = [
  'patients/register-leaflet',
  'patients/get-leaflet',
  'patients/update-leaflet',
  'patients/archive-leaflet',
  'patients/restore-leaflet',
  'auth/forgot-nickname',
  'notifications/create-low-stock-bulletin',
  'prescriptions/acknowledge-refill-request',
];

/** The files that `npm run new:endpoint` writes for a name. */
export const filesFor = (name: string) => [`functions/${name}.ts`, `tests/functions/${name}.test.ts`] as const;

/** As the command writes them; a process for each would take longer than their tests. */
export const newEndpoints: readonly Recipe[] = byPlan.map((name) => {
  const plan = planEndpoint(name);
  const [file, test] = filesFor(name);
  return {
    what: `an endpoint by its name: ${name}`,
    files: 2,
    writes: { [file]: endpointSource(plan), [test]: endpointTestSource(plan) },
    edits: {},
  };
});

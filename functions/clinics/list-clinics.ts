import { clinic } from '../../lib/domains/clinic/clinics/shown-schema.ts';
import { type ClinicViewing, createClinicViewing } from '../../lib/domains/clinic/clinics/viewing.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { noFilters, pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Lists the clinics, newest first. To a key that is bound to a clinic there is no other one. */
export const trigger = http({
  method: 'GET',
  path: '/v1/clinics',
  allow: ['clinics:read'],
  query: pageQuery(noFilters),
  responses: { 200: pageOf(clinic) },
  grants: ['clinics:list', 'clinics:read'],
});
export const createHandler = (clinics: Pick<ClinicViewing, 'list'>, stack: Stack) =>
  listEndpoint(trigger, ({ caller }, request) => clinics.list(caller, request), stack);
export const handler = createHandler(createClinicViewing({ read }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});

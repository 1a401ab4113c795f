import { keyring } from '../../lib/domains/clinic/live-keyring.ts';
import { patientFilter } from '../../lib/domains/clinic/patients/filter-schema.ts';
import { createPatientListing, type PatientListing } from '../../lib/domains/clinic/patients/listing.ts';
import { patientInList } from '../../lib/domains/clinic/patients/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Lists the patients of the caller’s clinic, newest first unless sorted. Those who act in every clinic list all of them, and
 * whoever belongs to none, or asks for `linked`, those who are linked to their account, by no other filter. `q` finds by how words
 * begin, in the order of these words. A `sort` beside it is refused, as is `bloodGroup` by name or where no clinic is meant
 * (`SORT_NOT_SERVED`). A page may hold fewer patients than its limit, even none. It is put on record first, with the names of the
 * filters.
 */
export const trigger = http({
  method: 'GET',
  path: '/v1/patients',
  allow: ['patients:read'],
  query: pageQuery(patientFilter),
  filters: {
    q: 'a list of its own in each clinic, by the longest of its words; other words sift it',
    bloodGroup: 'a list of its own in each clinic, by date; beside `q` or `doctorId` it sifts',
    doctorId: 'a list of its own, by date or name; beside `q` it sifts',
    linked: 'a list of its own for each account, by date or name, and beside no other filter',
    clinicId: 'a list of its own, by date or name, and of its own words; with `doctorId` that list',
  },
  responses: { 200: pageOf(patientInList) },
  problems: { 400: ['SORT_NOT_SERVED'] },
  grants: ['patients-index:search', 'data-keys:open', 'audit:append'],
});
export const createHandler = (listing: Pick<PatientListing, 'list'>, stack: Stack) =>
  listEndpoint(
    trigger,
    ({ caller, query: { limit: _, cursor: __, ...filter } }, request) => listing.list(caller, filter, request),
    stack,
  );
export const handler = createHandler(createPatientListing({ read, commit, secrets, keyring }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});

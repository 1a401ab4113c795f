import type { Caller } from '../../../access/caller.ts';
import type { Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { PatientFilter } from './filter-schema.ts';
import { patientIndex } from './patient-index.ts';
import {
  isElsewhere,
  isSought,
  namesOf,
  needsSifting,
  requireServed,
  selectionOf,
  type Within,
  withinOf,
} from './patient-search.ts';
import { actsEverywhere } from './reach.ts';
import { bloodGroupHashOf, clinicOwner, type PatientRow, shownInList } from './row-repository.ts';
import type { PatientInList } from './schema.ts';
import { createTextHash } from './text-hash.ts';

interface Dependencies extends Pick<Platform, 'read' | 'commit' | 'secrets'> {
  readonly keyring: Pick<Keyring, 'find'>;
}

export type PatientListing = ReturnType<typeof createPatientListing>;

const nobody: Page<never> = { items: [] };

/** Lists patients, which is on record before any of them is seen. */
export function createPatientListing({ read, commit, secrets, keyring }: Dependencies) {
  const findPage = createIndexSearch(patientIndex, { read });
  const hashOfText = createTextHash(secrets);

  /** The hash of a blood group at a clinic; undefined where there is no such clinic, or its key does not open, which is told. */
  async function hashOf(caller: Caller, clinicId: string, bloodGroup: string): Promise<string | undefined> {
    const owner = clinicOwner({ clinicId });
    // Those who act everywhere may name a clinic that is not there: no key is missing then.
    const key = (await keyring.find([owner], { guessed: actsEverywhere(caller) })).get(owner);
    return key && bloodGroupHashOf(bloodGroup, key);
  }

  async function findRows(
    caller: Caller,
    within: Within,
    { bloodGroup, ...filter }: PatientFilter,
    request: PageRequest,
  ): Promise<Page<Stored<PatientRow>>> {
    if (isElsewhere(within, filter)) return nobody;
    const bloodGroupHash = bloodGroup && within.clinicId && (await hashOf(caller, within.clinicId, bloodGroup));
    if (bloodGroup && !bloodGroupHash) return nobody;
    const sought = { ...filter, bloodGroupHash };
    const selection = selectionOf(within, sought);
    const pick = (row: Stored<PatientRow>) => (isSought(row, sought) ? row : undefined);
    return findPage({ ...request, selection, sifts: needsSifting(sought), pick });
  }

  /** Opens rows by the keys of their clinics; those that do not open are told of, and left out. */
  async function open(rows: readonly Stored<PatientRow>[]): Promise<PatientInList[]> {
    const keys = await keyring.find(rows.map(clinicOwner));
    return rows.flatMap((row) => {
      const key = keys.get(clinicOwner(row));
      return (key && shownInList(row, key)) ?? [];
    });
  }

  return {
    /** Lists the patients whom a caller may know of, by a filter; throws `SORT_NOT_SERVED`. */
    async list(caller: Caller, filter: PatientFilter, request: PageRequest): Promise<Page<PatientInList>> {
      const within = withinOf(caller, filter);
      requireServed(within, filter);
      const { items: rows, next } = await findRows(caller, within, filter, request);
      const items = await open(rows);
      const q = filter.q === undefined ? undefined : await hashOfText(filter.q);
      const clinicId = filter.clinicId ?? within.clinicId;
      const details = { filters: namesOf(filter), ...(q && { q }), ...(clinicId && { clinicId }) };
      await commit([], {
        audit: [{ action: 'patients.listed', subject: 'patients', outcome: 'success', details }],
      });
      return { items, next };
    },
  };
}

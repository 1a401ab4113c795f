import type { Stored } from '../../../data/entity.ts';
import type { DataKey } from '../../../data-keys/data-key.ts';
import { createIndexSearch } from '../../../indexing/search.ts';
import type { Platform } from '../../../platform/platform.ts';
import { listOfTwins, patientIndex } from './patient-index.ts';
import { type PatientRow, shownInList, twinHashOf } from './row-repository.ts';
import type { RegistrationMeta } from './schema.ts';

/** Who may be the same person as another. */
interface Twin {
  readonly clinicId: string;
  readonly name: string;
  readonly dateOfBirth?: string | undefined;
}

/** The most who are named: whoever has more has to look for them. */
const mostNamed = 10;

/** Makes the search for patients of a clinic with the same folded name and birth date: one query, and one batch read if any. */
export function createTwinSearch({ read }: Pick<Platform, 'read'>) {
  const findPage = createIndexSearch(patientIndex, { read });

  return async (
    { clinicId, name, dateOfBirth }: Twin,
    clinicKey: DataKey,
  ): Promise<RegistrationMeta['possibleDuplicates']> => {
    // A name alone is shared by many.
    if (dateOfBirth === undefined) return [];
    const list = listOfTwins(clinicId, twinHashOf({ name, dateOfBirth }, clinicKey));
    const pick = (row: Stored<PatientRow>) => {
      const shown = shownInList(row, clinicKey);
      return shown && { id: shown.id, number: shown.number };
    };
    const { items } = await findPage({ selection: { list, descending: true }, sifts: false, limit: mostNamed, pick });
    return [...items];
  };
}

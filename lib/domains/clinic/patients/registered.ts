import type { Platform } from '../../../platform/platform.ts';
import { patientAt } from './record-repository.ts';

/** How many items one batch reads. */
const batch = 100;

/** Makes what tells which of some ids are those of patients, deleted ones too: by a batch read for each hundred. */
export function createRegisteredSearch({ read }: Pick<Platform, 'read'>) {
  async function registeredOf(ids: readonly string[]): Promise<readonly string[]> {
    const records = await read.findTogether(ids.map(patientAt));
    return ids.filter((_, index) => records[index] !== undefined);
  }

  return async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const batches = Array.from({ length: Math.ceil(ids.length / batch) }, (_, nth) => nth * batch);
    return new Set((await Promise.all(batches.map((from) => registeredOf(ids.slice(from, from + batch))))).flat());
  };
}

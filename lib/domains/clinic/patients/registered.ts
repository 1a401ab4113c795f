import type { Platform } from '../../../platform/platform.ts';
import { patientAt } from './record-repository.ts';

/** How many items one batch reads. */
const batch = 100;

/** Makes what tells the versions of records by the ids of patients, deleted ones too: by a batch read for each hundred. */
export function createRegisteredSearch({ read }: Pick<Platform, 'read'>) {
  async function versionsOf(ids: readonly string[]): Promise<readonly (readonly [string, number])[]> {
    const records = await read.findTogether(ids.map(patientAt));
    return records.flatMap((record) => (record ? [[record.id, record.version] as const] : []));
  }

  return async (ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const batches = Array.from({ length: Math.ceil(ids.length / batch) }, (_, nth) => nth * batch);
    return new Map((await Promise.all(batches.map((from) => versionsOf(ids.slice(from, from + batch))))).flat());
  };
}

import type { Platform } from '../../../platform/platform.ts';
import { clinicZoneAt } from './zone-repository.ts';

/** Finds the time zones of different clinics, by one batch read of 100 each; one that is gone has none. */
type FindZones = (clinicIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

const mostTogether = 100;

/** Lends the zones of clinics to what happens by their clocks. */
export function createClinicZones({ read }: Pick<Platform, 'read'>): FindZones {
  return async (clinicIds) => {
    const parts = Array.from({ length: Math.ceil(clinicIds.length / mostTogether) }, (_, part) =>
      clinicIds.slice(part * mostTogether, (part + 1) * mostTogether),
    );
    const found = await Promise.all(parts.map((part) => read.findTogether(part.map(clinicZoneAt))));
    return new Map(found.flat().flatMap((clinic) => (clinic ? [[clinic.id, clinic.timeZone] as const] : [])));
  };
}

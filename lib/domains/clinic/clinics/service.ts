import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { insertClinic, requireClinic } from './repository.ts';
import type { Clinic } from './schema.ts';
import { countUse } from './use-repository.ts';

export type ClinicService = ReturnType<typeof createClinicService>;

/** Keeps the clinics. */
export function createClinicService({ commit, clock }: Pick<Platform, 'commit' | 'clock'>) {
  return {
    /** Adds a clinic; throws `DUPLICATE_ID`. */
    async add(fields: Pick<Clinic, 'id' | 'name' | 'timeZone'>): Promise<Clinic> {
      const now = clock().toISOString();
      const clinic = { ...fields, createdAt: now, updatedAt: now };
      return commit([insertClinic(clinic)], {
        audit: [{ action: 'clinic.created', subject: `clinics/${clinic.id}`, outcome: 'success' }],
        result: clinic,
      });
    },
  };
}

/** The clinic that something belongs to before and after a change; undefined for none. */
interface Move {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The writes that count a doctor or staff out of one clinic and into another, for the transaction that moves them, which must
 * hold only for the person as they were read. Throws `UNKNOWN_REFERENCE` where the clinic that they come to is not there.
 */
export function moveMember(move: Move): Write[] {
  return moved(move, (clinicId, change) => countUse(clinicId, { members: change }));
}

/** The writes that count an API key that is bound to a clinic, or is revoked; throws `UNKNOWN_REFERENCE` as `moveMember` does. */
export function moveApiKey(move: Move): Write[] {
  return moved(move, (clinicId, change) => countUse(clinicId, { apiKeys: change }));
}

function moved({ from, to }: Move, count: (clinicId: string, change: number) => Write): Write[] {
  if (from === to) return [];
  return [
    ...(from === undefined ? [] : [count(from, -1)]),
    ...(to === undefined ? [] : [requireClinic(to), count(to, 1)]),
  ];
}

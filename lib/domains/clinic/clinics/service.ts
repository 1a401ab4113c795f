import type { Stored } from '../../../data/entity.ts';
import type { Write } from '../../../data/write.ts';
import { Conflict, unknownReference } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createBookedSearch, toCome } from '../days/booked-service.ts';
import { clinicChanged, clinicCreated, clinicDeleted } from '../events/clinics.ts';
import { type ClinicTarget, createClinicChanges } from './changes.ts';
import type { ClinicChange, NewClinic } from './input-schema.ts';
import { changeClinic, createClinicRepository, insertClinic, removeClinic, requireClinic } from './repository.ts';
import type { Clinic } from './shown-schema.ts';
import { aboutClinic } from './subject.ts';
import { clinicInUse, countUse, requireUnused } from './use-repository.ts';

export type ClinicService = ReturnType<typeof createClinicService>;

/** Keeps the clinics. */
export function createClinicService({ read, commit, clock }: Pick<Platform, 'read' | 'commit' | 'clock'>) {
  const changes = createClinicChanges({ read });
  const booked = createBookedSearch({ read });

  /** The same error with how many appointments are to come, too, where it is that of a clinic to which something belongs. */
  async function withAppointments(error: unknown, clinicId: string): Promise<unknown> {
    if (!(error instanceof Conflict) || error.code !== 'CLINIC_IN_USE') return error;
    const { length } = await booked.findAtClinic(clinicId, toCome(clock().getTime()));
    return length > 0 ? clinicInUse({ ...error.members?.heldBy, appointments: length }) : error;
  }

  return {
    /** Adds a clinic together with the write of its data key, where that is new; throws `DUPLICATE_ID`. */
    async add({ openingHours = [], ...fields }: NewClinic & { id: string }, key?: Write): Promise<Stored<Clinic>> {
      const now = clock().toISOString();
      const clinic = { ...fields, openingHours, closures: [], createdAt: now, updatedAt: now };
      return commit([insertClinic(clinic), ...(key ? [key] : [])], {
        events: [clinicCreated.of(aboutClinic(clinic.id).event)],
        audit: [aboutClinic(clinic.id).entry('clinic.created')],
        result: { ...clinic, version: 1 },
      });
    },

    /** Changes a clinic; throws `CLINIC_NOT_FOUND`, `STALE_VERSION`, `CONCURRENT_CHANGE`. */
    change: (target: ClinicTarget, change: ClinicChange): Promise<Stored<Clinic>> =>
      changes.change(target, async (clinic) => {
        const set = { ...setBy(change), updatedAt: clock().toISOString() };
        return commit([changeClinic(clinic, set)], {
          events: [clinicChanged.of(aboutClinic(clinic.id).event)],
          audit: [aboutClinic(clinic.id).entry('clinic.changed', { fields: Object.keys(change).sort() })],
          result: { ...clinic, ...set, version: clinic.version + 1 },
        });
      }),

    /** Deletes a clinic to which nobody and nothing belongs; throws as `change` does, and `CLINIC_IN_USE` with what holds it. */
    delete: (target: ClinicTarget): Promise<void> =>
      changes.change(target, (clinic) =>
        commit([removeClinic(clinic), requireUnused(clinic.id)], {
          events: [clinicDeleted.of(aboutClinic(clinic.id).event)],
          audit: [aboutClinic(clinic.id).entry('clinic.deleted')],
        }).catch(async (error: unknown) => {
          throw await withAppointments(error, clinic.id);
        }),
      ),
  };
}

function setBy({ name, timeZone, openingHours }: ClinicChange): Partial<Clinic> {
  return {
    ...(name !== undefined && { name }),
    ...(timeZone && { timeZone }),
    ...(openingHours !== undefined && { openingHours: openingHours ?? [] }),
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

/** The writes that count a patient who comes to a clinic or leaves it; throws `UNKNOWN_REFERENCE` as `moveMember` does. */
export function countPatient(clinicId: string, change: 1 | -1): Write[] {
  const count = (at: string, by: number) => countUse(at, { patients: by });
  return moved(change === 1 ? { to: clinicId } : { from: clinicId }, count);
}

/** Reads whether a clinic is there that a body names as `clinicId`; throws `UNKNOWN_REFERENCE`. */
export async function requireKnownClinic({ read }: Pick<Platform, 'read'>, clinicId: string): Promise<void> {
  if (!(await createClinicRepository({ read }).find(clinicId))) throw unknownReference('clinicId', 'clinic');
}

function moved({ from, to }: Move, count: (clinicId: string, change: number) => Write): Write[] {
  if (from === to) return [];
  return [
    ...(from === undefined ? [] : [count(from, -1)]),
    ...(to === undefined ? [] : [requireClinic(to), count(to, 1)]),
  ];
}

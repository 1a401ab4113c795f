import * as z from 'zod';
import { equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import type { Page, PageRequest } from '../../../data/page.ts';
import { check, insert, remove, update, type Write } from '../../../data/write.ts';
import { Conflict, unknownReference } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { schema } from '../../../schemas.ts';
import { ClinicChanged } from './refusals.ts';
import { type Clinic, clinic } from './shown-schema.ts';

/** The partition of all clinics: there are few. */
export const clinicPartition = 'CLINICS';

/** A clinic as stored; those of an earlier release have neither hours nor closures. */
const storedClinic = schema(() => {
  const { openingHours, closures } = clinic().shape;
  return z.object({ ...clinic().shape, openingHours: openingHours.default([]), closures: closures.default([]) });
});

/** The clinics. There are few, so that one partition lists them all. */
export const clinics = entity({
  name: 'clinic',
  table: 'clinic',
  schema: storedClinic,
  key: (one: { id: string }) => ({ pk: clinicPartition, sk: `CLINIC#${one.id}` }),
});

export function createClinicRepository({ read }: Pick<Platform, 'read'>) {
  return {
    find: (clinicId: string): Promise<Stored<Clinic> | undefined> => read.find(clinics, { id: clinicId }),

    /** Lists the clinics newest first, as their ids sort by time. */
    list: (request: PageRequest): Promise<Page<Stored<Clinic>>> =>
      read.query(clinics, { partition: clinicPartition, descending: true, consistent: true, ...request }),
  };
}

export function insertClinic(value: Clinic): Write {
  return insert(clinics, value, {
    conflict: () => new Conflict('DUPLICATE_ID', 'There is a clinic with this id already.'),
  });
}

/** Changes a clinic as it was read; throws `ClinicChanged`, also where it is gone. */
export function changeClinic({ id, version }: Stored<Clinic>, set: Partial<Clinic>): Write {
  return update(clinics, { id }, { set, when: equals('version', version), conflict: changed });
}

/** Removes a clinic as it was read; throws `ClinicChanged`, also where it is gone. */
export function removeClinic({ id, version }: Stored<Clinic>): Write {
  return remove(clinics, { id }, { when: equals('version', version), conflict: changed });
}

/** Demands that a clinic exists which a body names as `clinicId`; throws `UNKNOWN_REFERENCE`. */
export function requireClinic(clinicId: string): Write {
  return check(clinics, { id: clinicId }, { conflict: () => unknownReference('clinicId', 'clinic') });
}

/** Demands that a clinic is as it was read; throws the error of `conflict`, also where it is gone. */
export function requireClinicAsRead(
  { id, version }: Pick<Stored<Clinic>, 'id' | 'version'>,
  conflict: () => Error,
): Write {
  return check(clinics, { id }, { when: equals('version', version), conflict });
}

function changed(): ClinicChanged {
  return new ClinicChanged();
}

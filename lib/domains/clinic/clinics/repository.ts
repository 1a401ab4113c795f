import { entity } from '../../../data/entity.ts';
import { check, insert, type Write } from '../../../data/write.ts';
import { Conflict, unknownReference } from '../../../errors.ts';
import { type Clinic, clinic } from './schema.ts';

/** The clinics. There are few, so that one partition lists them all. */
export const clinics = entity({
  name: 'clinic',
  table: 'clinic',
  schema: clinic,
  key: (one: { id: string }) => ({ pk: 'CLINICS', sk: `CLINIC#${one.id}` }),
});

export function insertClinic(value: Clinic): Write {
  return insert(clinics, value, {
    conflict: () => new Conflict('DUPLICATE_ID', 'There is a clinic with this id already.'),
  });
}

/** Demands that a clinic exists which a body names as `clinicId`; throws `UNKNOWN_REFERENCE`. */
export function requireClinic(clinicId: string): Write {
  return check(clinics, { id: clinicId }, { conflict: () => unknownReference('clinicId', 'clinic') });
}

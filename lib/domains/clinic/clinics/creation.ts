import type { Stored } from '../../../data/entity.ts';
import type { Keyring } from '../../../data-keys/keyring.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { NewClinic } from './input-schema.ts';
import { createClinicService } from './service.ts';
import type { Clinic } from './shown-schema.ts';
import { clinicOwner } from './subject.ts';

export type ClinicCreation = ReturnType<typeof createClinicCreation>;

interface ClinicCreationDependencies extends Pick<Platform, 'read' | 'commit' | 'clock' | 'newId'> {
  readonly keyring: Pick<Keyring, 'make'>;
}

/** Makes clinics, each with its data key from the first moment on. */
export function createClinicCreation({ keyring, newId, ...platform }: ClinicCreationDependencies) {
  const clinics = createClinicService(platform);

  return {
    /** Makes a clinic and its data key in one commit; throws `Unavailable` while nobody can make keys. */
    async create(wish: NewClinic): Promise<Stored<Clinic>> {
      const id = newId(platform.clock().getTime());
      const { write } = await keyring.make(clinicOwner(id));
      return clinics.add({ id, ...wish }, write);
    },
  };
}

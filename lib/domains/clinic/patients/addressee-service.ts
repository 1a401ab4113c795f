import type { Platform } from '../../../platform/platform.ts';
import { patients } from './record-repository.ts';

/** Where mails to a patient go, how they are greeted, and whose account is linked to them. */
interface Addressee {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly userId?: string | undefined;
}

/** Lends the addresses of patients to the mails of the clinic. Nothing of a record is opened: who mails has no keys. */
export function createAddressees({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds a patient by one read; undefined for one who is deleted. */
    async find(patientId: string): Promise<Addressee | undefined> {
      const record = await read.find(patients, { id: patientId });
      if (!record || record.deletedAt !== undefined) return undefined;
      const { id, email, name, userId } = record;
      return { id, email, name, userId };
    },
  };
}

import type { Stored } from '../../../data/entity.ts';
import type { Page, Position } from '../../../data/page.ts';
import type { Write } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createClinicRepository, requireClinicAsRead } from './repository.ts';
import type { Clinic } from './shown-schema.ts';

/** When a clinic is open, by which zone its clocks go, and what it is called. */
export type ClinicRules = Pick<Stored<Clinic>, 'id' | 'version' | 'name' | 'timeZone' | 'openingHours' | 'closures'>;

/** Lends the hours of clinics to what is booked there. */
export function createClinicRules({ read }: Pick<Platform, 'read'>) {
  const clinics = createClinicRepository({ read });

  return {
    /** Finds the hours of a clinic by one read. */
    find: (clinicId: string): Promise<ClinicRules | undefined> => clinics.find(clinicId),

    /** Lists the ids of all clinics, by one query for each hundred. */
    async listIds(): Promise<string[]> {
      const ids: string[] = [];
      let after: Position | undefined;
      do {
        const page: Page<Clinic> = await clinics.list({ limit: 100, after });
        ids.push(...page.items.map(({ id }) => id));
        after = page.next;
      } while (after);
      return ids;
    },
  };
}

/** Demands that a clinic is as it was read; throws the error of `changed`. */
export function whileClinicIs({ id, version }: ClinicRules, changed: () => Error): Write {
  return requireClinicAsRead({ id, version }, changed);
}

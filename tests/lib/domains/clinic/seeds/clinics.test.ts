import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ClinicService, createClinicService } from '../../../../../lib/domains/clinic/clinics/service.ts';
import { seedClinics, seededClinics } from '../../../../../lib/domains/clinic/seeds/clinics.ts';
import { seededPeople } from '../../../../../lib/domains/identity/seeds/people.ts';
import { zoneByName } from '../../../../../lib/time-zones.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

let database: MemoryDatabase;
let clinics: ClinicService;

beforeEach(() => {
  database = createMemoryDatabase();
  clinics = createClinicService(createTestPlatform(database));
});

describe('the seeded clinics', () => {
  it('are made once, with who made them on record, and stay as they are from then on', async () => {
    await seedClinics(clinics);
    const made = database.itemsOf('clinic');
    await seedClinics(clinics);

    const now = '2026-03-08T09:30:00.000Z';
    expect(made).toMatchObject(seededClinics.map((clinic) => ({ ...clinic, createdAt: now, updatedAt: now })));
    expect(database.itemsOf('clinic')).toEqual(made);
    expect(database.itemsOf('audit')).toMatchObject(
      seededClinics.map(({ id }) => ({ action: 'clinic.created', subject: `clinics/${id}` })),
    );
  });

  it('are those of the seeded people, in zones that there are', () => {
    const named = new Set(seededPeople.flatMap(({ clinicId }) => clinicId ?? []));

    expect([...named].sort()).toEqual(seededClinics.map(({ id }) => id));
    expect(seededClinics.map(({ timeZone }) => zoneByName(timeZone))).toEqual(['America/New_York', 'Europe/Berlin']);
  });

  it('fail where the store does', async () => {
    database.hooks.before = () => {
      throw new Error('the store is broken');
    };

    await expect(seedClinics(clinics)).rejects.toThrow('the store is broken');
  });
});

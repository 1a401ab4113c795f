import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Keyring } from '../../../../../lib/data-keys/keyring.ts';
import { newClinic } from '../../../../../lib/domains/clinic/clinics/input-schema.ts';
import { createClinicService } from '../../../../../lib/domains/clinic/clinics/service.ts';
import { seedClinics, seededClinics } from '../../../../../lib/domains/clinic/seeds/clinics.ts';
import { seededPeople } from '../../../../../lib/domains/identity/seeds/people.ts';
import { zoneByName } from '../../../../../lib/time-zones.ts';
import { plantClinics } from '../../../../support/clinics.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';
import { createTestKeyring } from '../../../../support/record-keys.ts';

let database: MemoryDatabase;
let keyring: Keyring;
let seed: () => Promise<void>;

beforeEach(() => {
  database = createMemoryDatabase();
  const platform = createTestPlatform(database);
  keyring = createTestKeyring(platform);
  seed = () => seedClinics({ clinics: createClinicService(platform), keyring });
});

const owners = () =>
  database
    .itemsOf('data-keys')
    .map(({ owner }) => owner)
    .sort();

describe('the seeded clinics', () => {
  it('are made once, with who made them on record, and stay as they are from then on', async () => {
    await seed();
    const made = database.itemsOf('clinic');
    await seed();

    const now = '2026-03-08T09:30:00.000Z';
    expect(made).toMatchObject(seededClinics.map((clinic) => ({ ...clinic, createdAt: now, updatedAt: now })));
    expect(database.itemsOf('clinic')).toEqual(made);
    expect(database.itemsOf('audit')).toMatchObject(
      seededClinics.map(({ id }) => ({ action: 'clinic.created', subject: `clinics/${id}` })),
    );
  });

  it('have a data key each, and the same one after the next start', async () => {
    await seed();
    const made = database.itemsOf('data-keys');
    await seed();

    expect(owners()).toEqual(seededClinics.map(({ id }) => `clinics/${id}`));
    expect(database.itemsOf('data-keys')).toEqual(made);
  });

  it('get the key that they lack where they are of an earlier release, and stay as they are otherwise', async () => {
    plantClinics(database);
    const before = database.itemsOf('clinic');

    await seed();

    expect(owners()).toHaveLength(2);
    expect(database.itemsOf('clinic')).toEqual(before);
  });

  it('are there again after the next start where somebody has deleted them, with the key that they had', async () => {
    await seed();
    const keys = database.itemsOf('data-keys');
    const platform = createTestPlatform(database);
    await createClinicService(platform).delete({ clinicId: seededClinics[0].id });

    await seed();

    expect(database.itemsOf('clinic').filter(({ entity }) => entity === 'clinic')).toHaveLength(2);
    expect(database.itemsOf('data-keys')).toEqual(keys);
  });

  it('never are without a key, wherever their making ends', async () => {
    database.hooks.before = (operation) => {
      if (operation === 'transact') throw new Error('the process dies');
    };
    await seed().catch(() => undefined);
    delete database.hooks.before;
    const keys = owners();

    await seed();

    expect(keys).toHaveLength(2);
    expect(database.itemsOf('clinic')).toHaveLength(2);
  });

  it('are those of the seeded people, in zones that there are', () => {
    const named = new Set(seededPeople.flatMap(({ clinicId }) => clinicId ?? []));

    expect([...named].sort()).toEqual(seededClinics.map(({ id }) => id));
    expect(seededClinics.map(({ timeZone }) => zoneByName(timeZone))).toEqual(['America/New_York', 'Europe/Berlin']);
  });

  it('have hours that the API would take, and keep as they stand', () => {
    for (const { id: _, ...clinic } of seededClinics) expect(newClinic().parse(clinic)).toEqual(clinic);
  });

  it.each([
    ['at once', () => true],
    ['once the keys are made', (operation: string) => operation === 'transact'],
  ])('fail where the store does %s', async (_, isBroken) => {
    database.hooks.before = (operation) => {
      if (isBroken(operation)) throw new Error('the store is broken');
    };

    await expect(seed()).rejects.toThrow('the store is broken');
  });
});

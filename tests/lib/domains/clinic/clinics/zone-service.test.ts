import { describe, expect, it } from '@jest/globals';
import { createClinicZones } from '../../../../../lib/domains/clinic/clinics/zone-service.ts';
import { northClinic, plantClinics, southClinic } from '../../../../support/clinics.ts';
import { createMemoryDatabase } from '../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../support/platform.ts';

describe('the zones of clinics', () => {
  it('are read together, a hundred a batch, and none is found of a clinic that is gone', async () => {
    const database = createMemoryDatabase();
    plantClinics(database);
    const gone = Array.from({ length: 120 }, (_, at) => `019a0000-0000-7000-8000-${String(at).padStart(12, '0')}`);

    const zones = await createClinicZones(createTestPlatform(database))([northClinic, ...gone, southClinic]);

    expect([...zones]).toEqual([
      [northClinic, 'America/New_York'],
      [southClinic, 'Europe/Berlin'],
    ]);
    expect(database.calls.batchGet).toBe(2);
  });

  it('cost no call where there is no clinic', async () => {
    const database = createMemoryDatabase();

    expect((await createClinicZones(createTestPlatform(database))([])).size).toBe(0);
    expect(database.calls.batchGet).toBe(0);
  });
});

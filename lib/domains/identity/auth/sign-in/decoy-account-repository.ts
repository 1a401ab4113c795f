import { entity } from '../../../../data/entity.ts';
import { at } from '../../../../data/read.ts';
import { insert } from '../../../../data/write.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { nobody } from '../../users/open-accounts.ts';
import { person } from '../../users/schema.ts';
import { newSecurity, security } from '../../users/security.ts';

const keyOf = (sk: string) => () => ({ pk: `USER#${nobody}`, sk });
const decoyPersons = entity({ name: 'decoy-person', table: 'identity', schema: person, key: keyOf('DECOY-PERSON') });
const decoySecurities = entity({
  name: 'decoy-security',
  table: 'identity',
  schema: security,
  key: keyOf('DECOY-SECURITY'),
});

const since = '2026-01-01T00:00:00.000Z';
const state = { roles: ['user' as const], emailVerified: true, status: 'deleted' as const };
const decoy = {
  person: {
    ...state,
    id: nobody,
    email: 'nobody.at.all@example.com',
    name: 'Nobody At All',
    dateOfBirth: '1970-01-01',
    mfaEnabled: false,
    createdAt: since,
    updatedAt: since,
  },
  security: {
    ...newSecurity({ ...state, userId: nobody, clinicId: undefined }),
    passwordHash: `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`,
    passwordChangedAt: since,
  },
};

/** The decoy is there already, since somebody else has stored it. */
class DecoyThere extends Error {
  override readonly name = 'DecoyThere';
}

/** Reads a decoy in place of the account of an address that nobody has, so that it takes as much and as long as any other. */
export function createDecoyAccountRepository({ read, writeAlone }: Pick<Platform, 'read' | 'writeAlone'>) {
  /** Stores the decoy, which happens once in the life of a stage. */
  async function putDown(): Promise<void> {
    const conflict = () => new DecoyThere();
    const writes = [
      insert(decoyPersons, decoy.person, { conflict }),
      insert(decoySecurities, decoy.security, { conflict }),
    ];
    for (const write of writes) await writeAlone(write).catch(ignoreThere);
  }

  return {
    /** Makes one consistent batch read of two items, as the read of an account does. */
    async read(): Promise<undefined> {
      const found = await read.findTogether([at(decoyPersons, decoy.person), at(decoySecurities, decoy.security)]);
      if (found.includes(undefined)) await putDown();
    },
  };
}

function ignoreThere(error: unknown): void {
  if (!(error instanceof DecoyThere)) throw error;
}

import type { Platform } from '../../../../platform/platform.ts';
import { createSeal } from '../../../../secrets/seal.ts';
import { nobody } from '../../users/open-accounts.ts';

const binding = 'sealed-account';

/** Seals account ids for events, so that nobody but us can tell from one whether there is an account. */
export function createSealedAccounts({ secrets }: Pick<Platform, 'secrets'>) {
  const seal = createSeal('account', secrets);

  return {
    /** Seals a person's id, or that there is nobody, into texts of the same length. */
    seal: (userId: string | undefined): Promise<string> => seal.seal(userId ?? nobody, binding),

    /** Opens a sealed account and answers the person's id; undefined for nobody. */
    async open(sealed: string): Promise<string | undefined> {
      const userId = await seal.open(sealed, binding);
      if (typeof userId !== 'string') throw new Error('a sealed account does not open with any key kept');
      return userId === nobody ? undefined : userId;
    },
  };
}

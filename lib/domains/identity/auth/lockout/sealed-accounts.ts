import type { Platform } from '../../../../platform/platform.ts';
import { createSeal } from '../../../../secrets/seal.ts';
import { nobody } from '../../users/open-accounts.ts';

const binding = 'sealed-account';

/** Accounts as an event names them that is the same whether or not there is one: nobody can tell but us. */
export function createSealedAccounts({ secrets }: Pick<Platform, 'secrets'>) {
  const seal = createSeal('account', secrets);

  return {
    /** As long for nobody as for a person. */
    seal: (userId: string | undefined): Promise<string> => seal.seal(userId ?? nobody, binding),

    /** The person's id; undefined for nobody. */
    async open(sealed: string): Promise<string | undefined> {
      const userId = await seal.open(sealed, binding);
      if (typeof userId !== 'string') throw new Error('a sealed account does not open with any key kept');
      return userId === nobody ? undefined : userId;
    },
  };
}

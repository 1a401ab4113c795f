import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import { hasCode, RuleViolation } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Account } from './accounts.ts';
import { nameFrom } from './address-name.ts';
import { createInvitedAccounts } from './invited-accounts.ts';
import { createOpenAccounts, isOvertaken } from './open-accounts.ts';
import { createUserRepository } from './repository.ts';
import { createRoleAssignment } from './role-assignment.ts';

/** What became of somebody who is to be an admin. */
interface CreatedAdmin {
  readonly userId: string;
  /**
   * `withheld`: the invitation did not go out again, since the address had five mails of it within an hour. Who was invited as
   * something else is promoted and invited again, or their invitation is withheld.
   */
  readonly outcome:
    | 'invited'
    | 'invited-again'
    | 'withheld'
    | 'promoted'
    | 'promoted-invited-again'
    | 'promoted-withheld'
    | 'unchanged';
}

/** Makes an admin at the wish of who runs the stage, which no route does: the first one cannot be made by another. */
export function createAdminCreation(platform: Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>) {
  const users = createUserRepository(platform);
  const accounts = createOpenAccounts(platform);
  const invited = createInvitedAccounts(platform);
  const assign = createRoleAssignment(platform);

  async function makeOf(account: Account): Promise<CreatedAdmin['outcome']> {
    const { person, security } = account;
    requireOwnAddress(account);
    const isAdmin = person.roles.includes('admin');
    if (!isAdmin) await assign(account, { ...person, roles: [...person.roles, 'admin'] });
    if (security.passwordHash !== undefined) return isAdmin ? 'unchanged' : 'promoted';
    const current = isAdmin ? account : await accounts.get(person.id);
    const sent = (await invited.sendAgain(current)) ? 'invited-again' : 'withheld';
    return isAdmin ? sent : `promoted-${sent}`;
  }

  async function make(email: string): Promise<CreatedAdmin> {
    const userId = await users.findIdByEmail(email);
    if (userId !== undefined) return { userId, outcome: await makeOf(await accounts.get(userId)) };
    const { id } = await invited.make({ email, name: nameFrom(email), roles: ['admin'] });
    return { userId: id, outcome: 'invited' };
  }

  /**
   * Makes an admin of whoever has the address, or invites somebody to it as one; invites them again where they have not accepted
   * yet, and changes nothing where they are an admin. Throws `EMAIL_NOT_VERIFIED`.
   */
  return (email: string): Promise<CreatedAdmin> =>
    retryOnConflict(
      () => make(email),
      (error) => isOvertaken(error) || hasCode(error, 'DUPLICATE_EMAIL'),
    );
}

/** Anybody can register with an address that is not theirs: until it is verified, the account may be a stranger's. */
function requireOwnAddress({ security: { emailVerified, passwordHash } }: Account): void {
  if (emailVerified || passwordHash === undefined) return;
  const message = 'Somebody has registered with this address and never verified it: have them do that first.';
  throw new RuleViolation('EMAIL_NOT_VERIFIED', message);
}

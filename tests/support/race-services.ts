import { createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { createOwnDeletionService } from '../../lib/domains/identity/auth/own-deletion.ts';
import { createSignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import { createIdentityLinks } from '../../lib/domains/identity/outside-issuers/identity-links.ts';
import { createOwnSessionService } from '../../lib/domains/identity/sessions/own-sessions.ts';
import { createSessionService } from '../../lib/domains/identity/sessions/service.ts';
import { createAccountAdministration } from '../../lib/domains/identity/users/account-administration.ts';
import { createDeletionService } from '../../lib/domains/identity/users/deletions.ts';
import { createInvitationService } from '../../lib/domains/identity/users/invitations.ts';
import { createPreferenceService } from '../../lib/domains/identity/users/preference-service.ts';
import { createProfileService } from '../../lib/domains/identity/users/profiles.ts';
import { newId } from '../../lib/ids.ts';
import { registrationOf } from './identity.ts';
import { createTestPasswordServices } from './password-services.ts';
import type { TestPlatform } from './platform.ts';
import { createTestSecondFactor } from './second-factor.ts';
import { createCountingPasswords } from './sign-in.ts';

const { passwords } = createCountingPasswords();
/** Tokens that are made at once, where a signature would take its time elsewhere. */
const accessTokens = { issue: async () => 'access-token' };

/** The services of identity as they are, on a platform of a race. */
export function identityOn(platform: TestPlatform) {
  return {
    ...createTestPasswordServices(platform, passwords),
    ...createTestSecondFactor(platform, passwords),
    sessions: createSessionService(platform),
    ownSessions: createOwnSessionService(platform),
    signIns: createSignInService({ ...platform, passwords, accessTokens }),
    apiKeys: createApiKeyService(platform),
    administration: createAccountAdministration(platform),
    deletions: createDeletionService(platform),
    ownDeletions: createOwnDeletionService({ ...platform, passwords }),
    invitations: createInvitationService(platform),
    preferences: createPreferenceService(platform),
    profiles: createProfileService(platform),
    identityLinks: createIdentityLinks(platform),
  };
}

/** Somebody whose address is verified, and who has the usual password. */
export function enrol(
  platform: TestPlatform,
  email = 'ada@example.com',
  roles: readonly ('user' | 'admin')[] = ['user'],
) {
  const { password, name } = registrationOf();
  return identityOn(platform).registrations.enrol({ id: newId(), email, password, name, roles: [...roles] });
}

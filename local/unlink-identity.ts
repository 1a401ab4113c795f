import { systemClock } from '../lib/clock.ts';
import { createIdentityLinks } from '../lib/domains/identity/outside-issuers/identity-links.ts';
import { hashIdentity } from '../lib/domains/identity/outside-issuers/outside-identity-repository.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { runIdentityCommand } from './identity-command.ts';

// This ends the link of another issuer's identity to a person; the issuer goes on issuing tokens.
const usage = [
  'Say whose: --issuer <iss of the tokens> --subject <their sub>,',
  'or as npm run identity:list shows it: --user <id of the person> --identity <hash>',
].join(' ');

await runIdentityCommand(usage, async ({ issuer, subject, user, identity }) => {
  const links = createIdentityLinks({ read, commit, clock: systemClock });
  if (user !== '' && identity !== '') {
    return `the identity is linked to ${await links.unlinkListed(user, identity)} no longer`;
  }
  if (!URL.canParse(issuer) || subject === '') return undefined;
  return `the identity is linked to ${await links.unlink(hashIdentity({ issuer, subject }))} no longer`;
});

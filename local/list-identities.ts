import { systemClock } from '../lib/clock.ts';
import { createIdentityLinks } from '../lib/domains/identity/outside-issuers/identity-links.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { runIdentityCommand } from './identity-command.ts';

// This lists the identities of other issuers that are linked to a person. Of a subject, which may be an address, only the hash
// is kept.
const usage = 'Say whose: --user <id of the person>';

await runIdentityCommand(usage, async ({ user }) => {
  if (user === '') return undefined;
  const listed = await createIdentityLinks({ read, commit, clock: systemClock }).list(user);
  const lines = listed.map(({ identityHash, issuer, linkedAt }) => `${identityHash}  since ${linkedAt}  ${issuer}\n`);
  return `${lines.join('')}${listed.length} linked to ${user}`;
});

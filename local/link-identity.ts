import { systemClock } from '../lib/clock.ts';
import { optionalSetting } from '../lib/config.ts';
import { createIdentityLinks } from '../lib/domains/identity/outside-issuers/identity-links.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { runIdentityCommand } from './identity-command.ts';
import { issuerWarning } from './issuer-warning.ts';

// This links an identity of another issuer to a person; with `--replace` also where it was linked to another one.
const usage = 'Say whom: --issuer <iss of the tokens> --subject <their sub> --user <id of the person> [--replace]';

await runIdentityCommand(usage, async ({ issuer, subject, user, replace }) => {
  if (!URL.canParse(issuer) || subject === '' || user === '') return undefined;
  const warning = issuerWarning(
    issuer,
    optionalSetting('POLYCLINIC_OIDC_ISSUERS').map((each) => each.issuer),
  );
  if (warning) process.stderr.write(`${warning}\n`);
  const holder = await createIdentityLinks({ read, commit, clock: systemClock }).link({ issuer, subject }, user, {
    replace,
  });
  return `the identity is linked to ${user}${holder ? `, and to ${holder} no longer,` : ''}`;
});

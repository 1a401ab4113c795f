import { adminEnvironment } from '../infra/admin-environment.ts';
import { systemClock } from '../lib/clock.ts';
import { runInContext } from '../lib/context.ts';
import { createAdminCreation } from '../lib/domains/identity/users/admin-creation.ts';
import { newId } from '../lib/ids.ts';
import { commit } from '../lib/live/commit.ts';
import { read } from '../lib/live/read.ts';
import { secrets } from '../lib/secrets/secrets.ts';
import { readAdminOptions } from './admin-options.ts';
import { functionEnvironment } from './function-environment.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This makes an admin of a stage: of whoever has the address, or by an invitation to it. Without `--stage` it is the local one,
// which has to be running.
const outcomes = {
  invited: 'is invited as an admin: the mail has a link, good for seven days, to choose a password',
  'invited-again': 'has not accepted the invitation yet, which goes out once more',
  withheld: 'has not accepted the invitation yet, which went out five times within an hour: try again later',
  promoted: 'is an admin from now on, and has to sign in anew or refresh the session',
  'promoted-invited-again': 'is an admin once they accept the invitation, which goes out once more',
  'promoted-withheld':
    'is an admin once they accept the invitation, which went out five times within an hour: to send it again, try later',
  unchanged: 'is an admin already',
} as const;

await runOperatorCommand(async () => {
  const { address, stage, region } = readAdminOptions();
  const isLocal = stage === local;
  Object.assign(process.env, isLocal ? functionEnvironment(localSettings()) : adminEnvironment({ stage, region }));
  const create = createAdminCreation({ read, commit, clock: systemClock, newId, secrets });
  // No person does this: the audit has the command in the place of one.
  const requestId = newId();
  const actorId = 'operator:admin:create';
  const context = { functionName: 'admin-create', requestId, correlationId: requestId, actorId };
  const { userId, outcome } = await runInContext(context, () => create(address));
  return `${address} (${userId}) ${outcomes[outcome]}, in stage ${stage}`;
});

import { parseArgs } from 'node:util';
import { readOptions } from '../infra/framework.ts';
import { tableName } from '../infra/tables.ts';
import { createIdentityLinks } from '../lib/auth/outside-issuers/identity-links.ts';
import { DomainError } from '../lib/errors.ts';
import { id } from '../lib/schemas.ts';
import { functionEnvironment, stage as local, localSettings } from './settings.ts';

// Lets somebody whom another issuer knows in as a person of ours: without `--stage` in the local one, which has to be running.
const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: local },
    region: { type: 'string', default: 'us-east-1' },
    issuer: { type: 'string', default: '' },
    subject: { type: 'string', default: '' },
    user: { type: 'string', default: '' },
  },
});
const { issuer, subject } = values;
const { data: user } = id.safeParse(values.user);
if (!URL.canParse(issuer) || subject === '' || user === undefined) {
  process.stderr.write('Say whom: --issuer <iss of the tokens> --subject <their sub> --user <id of the person>\n');
  process.exit(1);
}

const { stage, region } = readOptions(['--stage', values.stage, '--region', values.region]);
const deployed = {
  AWS_REGION: process.env.AWS_REGION ?? region,
  POLYCLINIC_IDENTITY_TABLE: tableName(stage, 'identity'),
  POLYCLINIC_AUDIT_TABLE: tableName(stage, 'audit'),
};
Object.assign(process.env, stage === local ? functionEnvironment(localSettings()) : deployed);

try {
  await createIdentityLinks().link({ issuer, subject }, user);
  process.stdout.write(`the identity is linked to ${user} in stage ${stage}\n`);
} catch (error) {
  if (!(error instanceof DomainError)) throw error;
  const hint = error.code === 'DATABASE_UNAVAILABLE' && stage === local ? ' Does npm start run?' : '';
  process.stderr.write(`${error.message}${hint}\n`);
  process.exitCode = 1;
}

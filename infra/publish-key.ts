import { publishKey } from '../lib/auth/published-keys.ts';
import { signingKey } from '../lib/auth/signing-key.ts';
import { readOptions } from './framework.ts';
import { tableName } from './tables.ts';

// Publishes the public half of a stage's signing key, so that what is signed with it can be verified.
const { stage, region } = readOptions();
process.env.AWS_REGION ??= region;
process.env.POLYCLINIC_SIGNING_KEY = `ssm:/polyclinic/${stage}/signing-key`;
process.env.POLYCLINIC_IDENTITY_TABLE = tableName(stage, 'identity');

const { publicJwk } = await signingKey();
await publishKey(publicJwk);
process.stdout.write(`key ${publicJwk.kid} is published in stage ${stage}\n`);

import { parseArgs } from 'node:util';
import { readOptions } from '../infra/framework.ts';
import { tableName, tables } from '../infra/tables.ts';
import { DomainError } from '../lib/errors.ts';
import type { Progress } from '../lib/indexing/rebuild.ts';
import { tableVariable } from '../lib/variable-names.ts';
import { functionEnvironment } from './function-environment.ts';
import { indexRebuilds } from './index-rebuilds.ts';
import { stage as local, localSettings } from './settings.ts';

// This makes an index again from its records while the stage is in use, as often as one likes. Without `--stage` it is one of the
// local stage, which has to be running. It exits with 1 when a record could not be entered.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: 'string', default: local }, region: { type: 'string', default: 'us-east-1' } },
});
const { stage, region } = readOptions(['--stage', values.stage, '--region', values.region]);
const deployed = {
  AWS_REGION: process.env.AWS_REGION ?? region,
  ...Object.fromEntries(tables.map(({ name }) => [tableVariable(name), tableName(stage, name)])),
};
Object.assign(process.env, stage === local ? functionEnvironment(localSettings()) : deployed);

const index = indexRebuilds.find(({ name }) => name === positionals[0]);
if (index) await rebuild(index).catch(explain);
else fail(`Say which index: ${indexRebuilds.map(({ name }) => name).join(' or ')}`);

async function rebuild({ name, rebuild: make }: (typeof indexRebuilds)[number]): Promise<void> {
  const end = await make((progress) => process.stderr.write(`${describe(progress)}\n`));
  process.stdout.write(`The index ${name} of stage ${stage} is made again: ${describe(end)}\n`);
  if (end.failed > 0) process.exitCode = 1;
}

function describe({ records, entries, removed, failed }: Progress): string {
  return `${records} records and ${entries} entries looked at, ${removed} entries removed, ${failed} records failed`;
}

function explain(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
  fail(`${error.message} Does the stage run?`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

import { Misused, readCommandLine, stageOptions } from '../infra/command-line.ts';
import { tableName, tables } from '../infra/tables.ts';
import type { Progress } from '../lib/indexing/rebuild.ts';
import { tableVariable } from '../lib/variable-names.ts';
import { functionEnvironment } from './function-environment.ts';
import { indexRebuilds } from './index-rebuilds.ts';
import { runOperatorCommand } from './operator-command.ts';
import { stage as local, localSettings } from './settings.ts';

// This makes an index again from its records while the stage is in use, as often as one likes. Without `--stage` it is one of the
// local stage, which has to be running. It exits with 1 when a record could not be entered.
const names = indexRebuilds.map(({ name }) => name).join(' or ');
const usage = `Say which index: ${names}, [--stage <stage>] [--region <region>]`;

await runOperatorCommand(async () => {
  const { values, positionals } = readCommandLine({ usage, options: stageOptions(local), words: 1 });
  const index = indexRebuilds.find(({ name }) => name === positionals[0]);
  if (!index) throw new Misused(usage);
  const { stage } = values;
  Object.assign(process.env, stage === local ? functionEnvironment(localSettings()) : deployed(values));
  const end = await index.rebuild((progress) => process.stderr.write(`${describe(progress)}\n`));
  if (end.failed > 0) process.exitCode = 1;
  return `The index ${index.name} of stage ${stage} is made again: ${describe(end)}`;
});

function deployed({ stage, region }: { readonly stage: string; readonly region: string }): Record<string, string> {
  return {
    AWS_REGION: process.env.AWS_REGION ?? region,
    ...Object.fromEntries(tables.map(({ name }) => [tableVariable(name), tableName(stage, name)])),
  };
}

function describe({ records, entries, removed, failed }: Progress): string {
  return `${records} records and ${entries} entries looked at, ${removed} entries removed, ${failed} records failed`;
}

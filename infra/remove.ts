import { createInterface } from 'node:readline/promises';
import { orEnd } from './command-line.ts';
import { readOptions, runFramework, stacksOf } from './framework.ts';
import { discoverFunctions } from './functions.ts';
import { stackName } from './stacks.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const options = orEnd(readOptions);
const order = stacksOf(await discoverFunctions()).reverse();

print(`This removes stage ${options.stage} from ${options.region}, in this order:`);
for (const stack of order) print(`  ${stackName(options.stage, stack)}`);
print('Tables and buckets stay, with all that is in them: delete them by hand when nobody needs them any more.');

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const answer = await terminal.question(`Type the name of the stage (${options.stage}) to go on: `);
terminal.close();
if (answer.trim() !== options.stage) {
  print('Nothing was removed.');
  process.exit(1);
}
for (const stack of order) {
  print(`\n${stackName(options.stage, stack)}`);
  await runFramework(['remove'], stack, options);
}

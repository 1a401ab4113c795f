import { orEnd } from './command-line.ts';
import { deployInOrder, planOf } from './deployment.ts';
import { packageFolder, readOptions, runFramework, stacksOf } from './framework.ts';
import { discoverFunctions } from './functions.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const options = orEnd(readOptions);
const order = stacksOf(await discoverFunctions());
print(`${planOf(order, options.stage, options.region)}\n`);

// Everything is packaged and checked first: nothing is deployed unless all of it can be.
await import('./package.ts');
if (process.exitCode) print('\nNothing was deployed: mend the findings first.');
else {
  const deploy = (stack: (typeof order)[number]) =>
    runFramework(['deploy', '--package', packageFolder(stack)], stack, options);
  if (!(await deployInOrder(order, options.stage, deploy, print))) process.exitCode = 1;
}

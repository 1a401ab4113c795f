import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildForDeploy, bundleSizes } from '../esbuild.config.ts';
import { checkStacks, type PackagedStack } from './checks/check.ts';
import { orEnd } from './command-line.ts';
import { packageFolder, readOptions, runFramework, stacksOf } from './framework.ts';
import { discoverFunctions, root } from './functions.ts';
import type { Stack } from './stacks.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const startedAt = performance.now();
const options = orEnd(readOptions);

const functions = await discoverFunctions();
print(`bundling ${functions.length} functions`);
const { metafile } = await buildForDeploy(functions, path.join(root, 'dist'));
const sizes = bundleSizes(metafile);

const packaged: PackagedStack[] = [];
for (const stack of stacksOf(functions)) {
  print(`packaging ${stack}`);
  await runFramework(['package', '--package', packageFolder(stack)], stack, options, { quiet: true });
  packaged.push({ name: stack, template: await readTemplate(stack) });
}

const findings = checkStacks(packaged, { production: options.stage === 'production' });
print(`\n${'stack'.padEnd(10)}functions  roles  resources  findings  largest bundle`);
for (const stack of packaged) print(rowOf(stack));
for (const { rule, stack, resource, message } of findings) print(`\n${stack} / ${resource}: ${message} (${rule})`);
print(`\npackaged into dist/packages/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
if (findings.length > 0) process.exitCode = 1;

async function readTemplate(stack: Stack): Promise<PackagedStack['template']> {
  const file = path.join(root, packageFolder(stack), 'cloudformation-template-update-stack.json');
  return JSON.parse(await readFile(file, 'utf8')) as PackagedStack['template'];
}

function rowOf({ name, template }: PackagedStack): string {
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const count = (type: string) => types.filter((each) => each === type).length;
  const largest = sizes.find(([bundle]) => Object.keys(template.Resources).includes(logicalIdOfFunction(bundle)));
  return [
    name.padEnd(10),
    String(count('AWS::Lambda::Function')).padStart(9),
    String(count('AWS::IAM::Role')).padStart(7),
    String(types.length).padStart(11),
    String(findings.filter(({ stack }) => stack === name).length).padStart(10),
    largest ? `  ${largest[0]}, ${Math.round(largest[1] / 1024)} KB` : '',
  ].join('');
}

/** The framework's logical id of a function, in which a dash becomes `Dash`. */
function logicalIdOfFunction(name: string): string {
  const spelled = name.replaceAll('-', 'Dash');
  return `${spelled.charAt(0).toUpperCase()}${spelled.slice(1)}LambdaFunction`;
}

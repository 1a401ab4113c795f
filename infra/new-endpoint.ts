import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type EndpointPlan, NameRefused, planEndpoint } from './endpoint-plan.ts';
import { endpointSource, endpointTestSource } from './endpoint-sources.ts';
import { discoverFunctions, root } from './functions.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  await writeEndpoint(planEndpoint(process.argv[2] ?? ''));
} catch (error) {
  if (!(error instanceof NameRefused)) throw error;
  process.stderr.write(`${error.message}\nUsage: npm run new:endpoint -- <domain>/<verb-noun>\n`);
  process.exitCode = 1;
}

async function writeEndpoint(plan: EndpointPlan): Promise<void> {
  const file = `functions/${plan.domain}/${plan.name}.ts`;
  const test = `tests/functions/${plan.domain}/${plan.name}.test.ts`;
  [file, test].forEach(requireAbsent);
  await requireOwnRoute(plan);
  write(file, endpointSource(plan));
  write(test, endpointTestSource(plan));
  print(`${file}: ${plan.method} ${plan.path}\n${test}`);
  spawnSync(process.execPath, [path.join(root, 'infra/write-routes.ts')], { stdio: 'inherit' });
  print(nextSteps(plan, test));
}

function requireAbsent(file: string): void {
  if (existsSync(path.join(root, file))) throw new NameRefused(`${file} is there already.`);
}

async function requireOwnRoute({ method, path: wanted }: EndpointPlan): Promise<void> {
  const nameless = (route: string) => route.replace(/\{\w+\}/g, '{}');
  const taken = (await discoverFunctions()).find(
    ({ trigger }) =>
      trigger.kind === 'http' && trigger.method === method && nameless(trigger.path) === nameless(wanted),
  );
  if (taken) throw new NameRefused(`${taken.file} answers ${method} ${wanted}, which is what the name stands for.`);
}

function write(file: string, source: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), source, { flag: 'wx' });
}

function nextSteps({ domain, path: route }: EndpointPlan, test: string): string {
  const room = `lib/domains/<stack>/${domain}`;
  return `
Next, in that file:
1. The route was guessed from the name. Where ${route} is not it, correct it and run npm run routes.
2. \`allow\` lets in whoever is signed in. Name the permissions that it takes (lib/domains/<stack>/permissions.ts), or 'public'.
3. Put the schemas of what comes in and goes out in place of those with an id and a name (${room}/schema.ts).
4. Take a service in place of \`handle\` (${room}/service.ts), and list the codes that it throws under \`problems\`
   and what it touches under \`grants\`. Until then the route answers 503 NOT_BUILT.
5. Say at the end of the test who gets which answer about whose object: tests/support/access/expectations.ts has the words.
6. Say in the test what must hold: npm test -- ${test}
`;
}

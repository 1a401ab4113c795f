import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningCloud } from '../temporary-cloud.ts';
import { linters } from './linters.ts';
import { onCloud } from './on-cloud.ts';
import { type Passage, pass } from './passage.ts';
import { startPrism } from './prism.ts';
import { type Published, routesOf } from './published.ts';
import { tableOf } from './table.ts';
import { welcomeVisitors } from './visitors.ts';
import { openWorkshop } from './workshop.ts';

// This has the documents of a running cloud judged by linters, and its answers by Prism, which stands before it as a proxy while
// each route is called once. It exits with 1 where something does not hold.
const print = (text: string) => void process.stdout.write(`${text}\n`);
const workshop = await openWorkshop('documents');

const faults = await onCloud(async (cloud) => {
  await fetchDocuments(cloud);
  return [...(await judgeDocuments()), ...(await judgeAnswers(cloud))];
}).finally(() => workshop.close());

print(faults.length === 0 ? '\nThe documents hold.' : `\n${faults.join('\n')}`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function fetchDocuments({ apiUrl }: RunningCloud): Promise<void> {
  for (const name of ['openapi.json', 'asyncapi.json'])
    await writeFile(path.join(workshop.folder, name), await (await fetch(`${apiUrl}/${name}`)).text());
}

async function judgeDocuments(): Promise<string[]> {
  const rows: (string | number)[][] = [['', 'errors', 'warnings', 'information']];
  const found: string[] = [];
  for (const { name, lint } of linters) {
    const complaints = await lint(workshop);
    const count = (severity: string) => complaints.filter((each) => each.severity === severity).length;
    rows.push([name, count('error'), count('warning'), count('information')]);
    const lines = complaints.map(({ severity, rule, text }) => `${name}: ${severity} ${rule}: ${text}`);
    found.push(...lines.filter((_, index) => complaints[index]?.severity !== 'information'));
    for (const line of lines) if (!found.includes(line)) print(line);
  }
  print(tableOf(rows));
  return found;
}

async function judgeAnswers(cloud: RunningCloud): Promise<string[]> {
  const document = (await (await fetch(`${cloud.apiUrl}/openapi.json`)).json()) as Published;
  const prism = await startPrism(workshop, cloud.apiUrl);
  const visitors = await welcomeVisitors(cloud);
  const passages: Passage[] = [];
  try {
    for (const route of routesOf(document))
      passages.push(...(await pass(route, { prismUrl: prism.url, document, visitors })));
  } finally {
    await prism.stop();
  }
  print(`\n${tableOf(passages.map(({ route, status, code = '' }) => [route.method, route.path, status, code]))}\n`);
  const violations = passages.filter(({ violation }) => violation !== undefined);
  const called = new Set(passages.map(({ route }) => route.operationId));
  print(`${called.size} of ${routesOf(document).length} routes called through Prism; violations: ${violations.length}`);
  return violations.map(({ route, violation }) => `Prism: ${route.method} ${route.path}: ${violation}`);
}

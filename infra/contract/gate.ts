import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compareAsyncApi } from './compare-asyncapi.ts';
import { compareOpenApi } from './compare-openapi.ts';
import { type Json, partOf } from './json.ts';
import { judge } from './ownership.ts';
import { describeVerdicts } from './report.ts';
import { isLater } from './versions.ts';

/** The two documents that clients hold us to. */
export interface Contract {
  readonly openapi: Json;
  readonly asyncapi: Json;
}

/** What the gate says, and whether everything is owned. */
export interface Passage {
  readonly passed: boolean;
  readonly text: string;
}

/** Holds the current documents to those that are released in `folder`; `today` is a calendar date. */
export async function checkContract(folder: string, current: Contract, today: string): Promise<Passage> {
  const released = await readContract(folder);
  if (!released) return { passed: false, text: 'Nothing is released yet: npm run contract -- --release\n' };
  const versions = { released: versionOf(released), current: versionOf(current) };
  if (isLater(versions.released, versions.current)) return { passed: false, text: wentBack(versions) };
  const changes = await readFile(path.join(folder, 'CHANGES.md'), 'utf8');
  const findings = [
    ...compareOpenApi(released.openapi, current.openapi),
    ...compareAsyncApi(released.asyncapi, current.asyncapi),
  ];
  const release = { ...versions, changes, today };
  const verdicts = judge(findings, release);
  const passed = verdicts.every(({ lacks }) => lacks.length === 0);
  return { passed, text: describeVerdicts(verdicts, release) };
}

/** Writes the current documents as the released ones; refuses while something is not owned. */
export async function releaseContract(folder: string, current: Contract, today: string): Promise<Passage> {
  if (await readContract(folder)) {
    const { passed, text } = await checkContract(folder, current, today);
    if (!passed) return { passed, text: `${text}Nothing is released while something is not owned.\n` };
  }
  await mkdir(folder, { recursive: true });
  for (const [name, document] of Object.entries(current))
    await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  return { passed: true, text: `Released ${versionOf(current)}.\n` };
}

function wentBack({ released, current }: { readonly released: string; readonly current: string }): string {
  return `The version in package.json went back from ${released}, which is released, to ${current}: raise it.\n`;
}

/** The released documents; undefined where there are none. */
async function readContract(folder: string): Promise<Contract | undefined> {
  try {
    const [openapi, asyncapi] = await Promise.all([readJson(folder, 'openapi'), readJson(folder, 'asyncapi')]);
    return { openapi, asyncapi };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readJson(folder: string, name: string): Promise<Json> {
  return JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8')) as Json;
}

function versionOf({ openapi }: Contract): string {
  return String(partOf(openapi, 'info').version);
}

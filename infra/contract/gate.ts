import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compareAsyncApi } from './compare-asyncapi.ts';
import { compareOpenApi } from './compare-openapi.ts';
import type { Finding } from './finding.ts';
import { partOf } from './json.ts';
import { judge } from './ownership.ts';
import { type Contract, readReleased } from './released-contract.ts';
import { describeVerdicts } from './report.ts';
import { isLater, isVersion } from './versions.ts';

/** What the gate says, and whether everything is owned. */
export interface Passage {
  readonly passed: boolean;
  readonly text: string;
}

/** Holds the current documents to those that are released in `folder`; `today` is a calendar date. */
export async function checkContract(folder: string, current: Contract, today: string): Promise<Passage> {
  const released = await readReleased(folder);
  if (released === 'nothing') return failed('Nothing is released yet: npm run contract -- --release\n');
  if ('refused' in released) return failed(released.refused);
  const refused = refuseVersions(versionOf(current), versionOf(released));
  if (refused) return failed(refused);
  const release = {
    released: versionOf(released),
    current: versionOf(current),
    changes: await readChanges(folder),
    today,
  };
  const verdicts = judge(compareContracts(released, current), release);
  const passed = verdicts.every(({ lacks }) => lacks.length === 0);
  return { passed, text: describeVerdicts(verdicts, release) };
}

function failed(text: string): Passage {
  return { passed: false, text };
}

function compareContracts(released: Contract, current: Contract): Finding[] {
  return [
    ...compareOpenApi(released.openapi, current.openapi),
    ...compareAsyncApi(released.asyncapi, current.asyncapi),
  ];
}

/** Writes the current documents as the released ones; refuses while something is not owned. */
export async function releaseContract(folder: string, current: Contract, today: string): Promise<Passage> {
  const refused = refuseVersions(versionOf(current));
  if (refused) return failed(refused);
  if ((await readReleased(folder)) !== 'nothing') {
    const { passed, text } = await checkContract(folder, current, today);
    if (!passed) return failed(`${text}Nothing is released while something is not owned.\n`);
  }
  await mkdir(folder, { recursive: true });
  for (const [name, document] of Object.entries(current))
    await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  return { passed: true, text: `Released ${versionOf(current)}.\n` };
}

/** Why a version cannot come now; undefined where it can. */
function refuseVersions(current: string, released = '0.0.0'): string | undefined {
  if (!isVersion(current)) return `The version in package.json is ${current}, not three numbers: mend it.\n`;
  if (!isLater(released, current)) return undefined;
  return `The version in package.json went back from ${released}, which is released, to ${current}: raise it.\n`;
}

/** The text of CHANGES.md; none where it is not written yet. */
async function readChanges(folder: string): Promise<string> {
  try {
    return await readFile(path.join(folder, 'CHANGES.md'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function versionOf({ openapi }: Contract): string {
  return String(partOf(openapi, 'info').version);
}

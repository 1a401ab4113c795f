import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject } from '../openapi/json.ts';
import { type Json, partOf } from './json.ts';
import { isVersion } from './versions.ts';

/** The two documents that clients hold us to. */
export interface Contract {
  readonly openapi: Json;
  readonly asyncapi: Json;
}

/** What is released in a folder: both documents, or neither; or why they are not what a release wrote. */
export type Released = Contract | 'nothing' | { readonly refused: string };

/** Reads what is released in a folder; only where both documents are missing nothing is. */
export async function readReleased(folder: string): Promise<Released> {
  const [openapi, asyncapi] = await Promise.all([readText(folder, 'openapi'), readText(folder, 'asyncapi')]);
  if (openapi === undefined && asyncapi === undefined) return 'nothing';
  const documents = { openapi: parsed(openapi), asyncapi: parsed(asyncapi) };
  const wrong = [...flawsOfOpenApi(documents.openapi), ...flawsOfAsyncApi(documents.asyncapi)];
  if (wrong.length === 0) return documents as Contract;
  const told = wrong.map((flaw) => `The released ${flaw}.\n`).join('');
  return { refused: `${told}Take it back from git: what is released is written by npm run contract -- --release.\n` };
}

async function readText(folder: string, name: string): Promise<string | undefined> {
  try {
    return await readFile(path.join(folder, `${name}.json`), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parsed(text = ''): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function flawsOfOpenApi(document: Json | undefined): string[] {
  if (!document) return ['openapi.json is missing, or no document'];
  const { version } = partOf(document, 'info');
  return [
    ...(isVersion(String(version)) ? [] : [`openapi.json has no version of three numbers: ${version}`]),
    ...(Object.keys(partOf(document, 'paths')).length > 0 ? [] : ['openapi.json has no paths']),
  ];
}

function flawsOfAsyncApi(document: Json | undefined): string[] {
  if (!document) return ['asyncapi.json is missing, or no document'];
  return isObject(document.channels) ? [] : ['asyncapi.json has no channels'];
}

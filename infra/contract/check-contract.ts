import path from 'node:path';
import { describeMessages } from '../asyncapi.ts';
import { orEnd, readCommandLine } from '../command-line.ts';
import { discoverFunctions, root } from '../functions.ts';
import { describeApi } from '../openapi/document.ts';
import { checkContract, releaseContract } from './gate.ts';

// This holds the documents to those in contract/, and ends with 1 while a change is not owned; with --release it writes them there.
const usage = 'Options: [--release] [--folder <folder>]';
const options = { release: { type: 'boolean' }, folder: { type: 'string' } } as const;
const { values } = orEnd(() => readCommandLine({ usage, options }));
const functions = await discoverFunctions();
// What is served is what JSON makes of it, without what is undefined.
const current = JSON.parse(
  JSON.stringify({ openapi: describeApi(functions), asyncapi: describeMessages(functions) }),
) as { openapi: Record<string, unknown>; asyncapi: Record<string, unknown> };

const pass = values.release ? releaseContract : checkContract;
const today = new Date().toISOString().slice(0, 10);
const { passed, text } = await pass(values.folder ?? path.join(root, 'contract'), current, today);
process.stdout.write(text);
if (!passed) process.exitCode = 1;

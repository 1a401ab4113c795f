import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeEvents } from './events.ts';
import { discoverFunctions, root } from './functions.ts';
import { describeRoutes } from './routes.ts';

// This writes docs/routes.md and docs/events.md; with --check it only reports whether they would change.
const functions = await discoverFunctions();
const described = { 'docs/routes.md': describeRoutes(functions), 'docs/events.md': describeEvents(functions) };

for (const [name, text] of Object.entries(described)) {
  const file = path.join(root, name);
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
    process.stdout.write(`${name}: written\n`);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    process.stderr.write(`${name} is not what the code says: npm run routes\n`);
    process.exitCode = 1;
  }
}

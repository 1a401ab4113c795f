import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describeEvents } from './events.ts';
import { discoverFunctions, root } from './functions.ts';
import { describeRequests } from './requests/requests-file.ts';
import { describeRoutes } from './routes.ts';

// This writes what docs/ says of every function; with --check it only reports whether that would change.
const functions = await discoverFunctions();
const described = {
  'docs/routes.md': describeRoutes(functions),
  'docs/events.md': describeEvents(functions),
  'docs/requests.http': describeRequests(functions),
};

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

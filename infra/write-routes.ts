import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { discoverFunctions, root } from './functions.ts';
import { describeRoutes } from './routes.ts';

// Writes docs/routes.md; with --check it only tells whether that would change it.
const file = path.join(root, 'docs/routes.md');
const functions = await discoverFunctions();
const described = describeRoutes(functions);

if (!process.argv.includes('--check')) {
  await writeFile(file, described);
  process.stdout.write(`docs/routes.md: ${functions.length} functions\n`);
} else if ((await readFile(file, 'utf8').catch(() => '')) !== described) {
  process.stderr.write('docs/routes.md is not what the triggers say: npm run routes\n');
  process.exitCode = 1;
}

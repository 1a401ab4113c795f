import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './functions.ts';

// This writes lib/zone-names.ts from IANA's table as moment-timezone packs it, which is no dependency: the package is fetched
// into a folder of its own, and checked by its hash. For a newer table change both lines, and run `npm run zones`.
const source = 'moment-timezone@0.6.6';
const integrity = 'sha512-LF5AAYsMduXFW2ungr/D9JqNq9ykZyhWgYG6wFtdGZW5ZlBDTBgTUFqW8EC7Fa+Dvs3IMZxlWkSR09sW2D/+0w==';

const folder = await mkdtemp(path.join(tmpdir(), 'zone-names-'));
try {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', source, '--json'], { cwd: folder, encoding: 'utf8' }));
  if (packed.integrity !== integrity) throw new Error(`${source} is not the package that it was: ${packed.integrity}`);
  execFileSync('tar', ['-xzf', packed.filename], { cwd: folder });
  const table = await readFile(path.join(folder, 'package/data/packed/latest.json'), 'utf8');
  await writeFile(path.join(root, 'lib/zone-names.ts'), moduleOf(JSON.parse(table)));
} finally {
  await rm(folder, { recursive: true });
}

/** The table: a zone begins with its name, and a link ends with its own. */
interface Table {
  readonly version: string;
  readonly zones: readonly string[];
  readonly links: readonly string[];
}

function moduleOf({ version, zones, links }: Table): string {
  const names = [...zones.map((zone) => zone.split('|')[0] ?? ''), ...links.map((link) => link.split('|')[1] ?? '')];
  // `Factory` is the zone of a clock that nobody has set.
  const lines = names.filter((name) => name !== 'Factory').sort();
  return [
    '// Written by `npm run zones`: do not edit.',
    '',
    `/** The names of IANA's table of time zones ${version}, links among them, one a line. */`,
    `export const zoneNames = \`\n${lines.join('\n')}\n\`;\n`,
  ].join('\n');
}

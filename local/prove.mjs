import path from 'node:path';
import { become } from './become.mjs';
import { ensureInstalled, root } from './install.mjs';
import { proofs } from './proofs.mjs';

// This runs what is too large for npm test: `npm run prove -- refreshes`. Arguments after the name go to jest, or to the
// script.
const [name = '', ...args] = process.argv.slice(2);
const proof = Object.hasOwn(proofs, name) ? proofs[name] : undefined;

if (proof) {
  ensureInstalled();
  const jest = ['--experimental-vm-modules', path.join(root, 'node_modules/jest/bin/jest.js')];
  const command = proof.script ? [proof.script] : [...jest, ...proof.tests, '--selectProjects', 'unit', 'e2e'];
  become(['--disable-warning=ExperimentalWarning', ...command, ...args], { POLYCLINIC_TEST_SIZES: 'full' });
} else {
  process.stdout.write(`npm run prove -- NAME\n\n${listOf(proofs)}\n`);
  process.exitCode = name === '' ? 0 : 1;
}

function listOf(all) {
  const width = Math.max(...Object.keys(all).map((each) => each.length));
  return Object.entries(all)
    .map(([each, { shows, takes }]) => `  ${each.padEnd(width)}  ${shows} (${takes})`)
    .join('\n');
}

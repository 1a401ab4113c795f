import path from 'node:path';
import { become } from './become.mjs';
import { ensureInstalled, root } from './install.mjs';

const args = process.argv.slice(2);

ensureInstalled();
become([
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  path.join(root, 'node_modules/jest/bin/jest.js'),
  ...(args.length > 0 ? args : ['--selectProjects', 'unit', 'e2e', '--coverage']),
]);

import './end-with-npm.mjs';
import path from 'node:path';
import { become } from './become.mjs';
import { ensureInstalled, root } from './install.mjs';

const args = process.argv.slice(2);

ensureInstalled();
become(
  [
    '--disable-warning=ExperimentalWarning',
    // The framework's start leaves much garbage; a small nursery keeps the process at half its size.
    '--max-semi-space-size=2',
    `--import=${path.join(root, 'local/end-with-npm.mjs')}`,
    path.join(root, 'node_modules/serverless/bin/serverless.js'),
    'offline',
    'start',
    ...args.filter((arg) => arg !== '--fresh'),
  ],
  args.includes('--fresh') ? { POLYCLINIC_FRESH: '1' } : {},
);

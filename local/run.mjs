// This runs a file of the project on the Node that the project asks for, which is installed first: `node local/run.mjs
// infra/package.ts`.
import { become } from './become.mjs';
import { ensureInstalled } from './install.mjs';

ensureInstalled();
become(['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)]);

import path from 'node:path';
import { become } from '../become.mjs';
import { root } from '../install.mjs';
import { requirePinnedNode } from '../node-binary.mjs';
import { render } from './finding.mjs';
import { checkFoundation, checkInstalledNode } from './foundation.mjs';

requirePinnedNode(root);
// The other checks are TypeScript, which the machine's own Node may not run.
if (checkInstalledNode(root).state === 'good') {
  become(['--disable-warning=ExperimentalWarning', path.join(root, 'local/doctor.ts')]);
} else {
  process.stdout.write(`${render(checkFoundation())}Run npm run doctor again then: the rest was not looked at.\n`);
  process.exitCode = 1;
}

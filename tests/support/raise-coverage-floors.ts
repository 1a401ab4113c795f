import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../infra/functions.ts';
import { floorsFile, foundFile, raiseFloors, readFigures } from './coverage-floors.ts';

// Makes the coverage that the last full run of the tests found the least that each folder has to have from now on.
const found = readFigures(root, foundFile);
if (Object.keys(found).length === 0) {
  process.stderr.write(`${foundFile} is missing: a full npm test that passes writes it.\n`);
  process.exit(1);
}
writeFileSync(
  path.join(root, floorsFile),
  `${JSON.stringify(raiseFloors(readFigures(root, floorsFile), found), null, 2)}\n`,
);

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './functions.ts';
import { readMomentTimezone } from './zones/moment-timezone.ts';
import { zoneTableModule } from './zones/zone-table-module.ts';

// This writes lib/zone-table.ts from what the installed moment-timezone carries: for a newer table install a newer one.
const { table, released } = readMomentTimezone();
await writeFile(path.join(root, 'lib/zone-table.ts'), zoneTableModule(table, released));

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clientKinds } from './client-kinds.ts';
import { clientFaults, totalsOf } from './client-report.ts';
import { onCloud } from './on-cloud.ts';
import { type ClientResult, proveClient } from './prove-client.ts';
import { type Published, routesOf } from './published.ts';
import { repeatedShapes } from './repeated-shapes.ts';
import { openWorkshop } from './workshop.ts';

// This generates a client by each of three generators from the document of a running cloud, compiles a script of each with two
// compilers, and runs it on the cloud. It exits with 1 where something does not hold.
const print = (text: string) => void process.stdout.write(`${text}\n`);
const workshop = await openWorkshop('clients');

const faults = await onCloud(async (cloud) => {
  const text = await (await fetch(`${cloud.apiUrl}/openapi.json`)).text();
  await writeFile(path.join(workshop.folder, 'openapi.json'), text);
  const document = JSON.parse(text) as Published;
  const results: ClientResult[] = [];
  for (const kind of clientKinds) {
    print(`${kind.name}: generated, compiled twice, and run twice …`);
    results.push(await proveClient(kind, { workshop, cloud, document }));
  }
  const repeated = repeatedShapes(document);
  print(`\n${[...(results[0]?.journeys.values() ?? [])][0] ?? ''}\n${totalsOf(results)}`);
  print(
    `${routesOf(document).length} routes; object schemas that stand more than once: 21 before, ${repeated.length} now`,
  );
  return [...clientFaults(results), ...repeated.map((places) => `one object schema stands at ${places.join(' and ')}`)];
});

print(
  faults.length === 0
    ? '\nAll clients see the same product.'
    : `\n${faults.join('\n\n')}\n\n${workshop.folder} is left as it was.`,
);
if (faults.length === 0) await workshop.close();
process.exitCode = faults.length === 0 ? 0 : 1;

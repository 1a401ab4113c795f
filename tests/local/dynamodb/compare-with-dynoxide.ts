import { startDynamoDb, startDynoxide } from '../../../local/dynamodb.ts';
import { endProcess } from '../../../local/emulator.ts';
import { deviationOf } from './case.ts';
import { cases, prepareCases } from './cases.ts';

/** Prints what dynoxide as it comes, and behind our gate, do otherwise than DynamoDB; fails where ours does. */
const dynoxide = await startDynoxide();
const ours = await startDynamoDb({ port: 0 });
const raw = `http://127.0.0.1:${dynoxide.port}`;
const print = (line: string) => process.stdout.write(`${line}\n`);
const count = { cases: 0, raw: 0, ours: 0 };

try {
  await prepareCases(raw);
  await prepareCases(ours.endpoint);
  for (const [subject, listed] of Object.entries(cases)) {
    print(`\n${subject}`);
    for (const each of listed) {
      const [asItComes, withUs] = [await deviationOf(raw, each), await deviationOf(ours.endpoint, each)];
      count.cases += 1;
      count.raw += asItComes === undefined ? 0 : 1;
      count.ours += withUs === undefined ? 0 : 1;
      print(`  ${each.title.padEnd(70)}  ${(asItComes ?? 'equal').slice(0, 60).padEnd(60)}  ${withUs ?? 'equal'}`);
    }
  }
  print(`\nOf ${count.cases} cases dynoxide does ${count.raw} otherwise, behind the gate ${count.ours}.`);
} finally {
  await endProcess(dynoxide.child);
  await ours.stop();
}
process.exitCode = count.ours === 0 ? 0 : 1;

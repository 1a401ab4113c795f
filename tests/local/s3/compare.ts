import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { startOnLoopback } from '../../../local/sqs/on-loopback.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { s3Cases } from './cases/all.ts';
import { clientOf } from './cases/s3-case.ts';

// This puts the cases to fauxqs as it comes, and to the local S3, and prints what each does.

/** Which cases an S3 does, by their names. */
async function doneBy(endpoint: string): Promise<ReadonlyMap<string, boolean>> {
  const world = { endpoint, bucket: 'cases', s3: clientOf(endpoint) };
  await world.s3.send(new CreateBucketCommand({ Bucket: world.bucket }));
  const done = new Map<string, boolean>();
  for (const { name, ask } of s3Cases)
    done.set(
      name,
      await ask(world).then(
        () => true,
        () => false,
      ),
    );
  world.s3.destroy();
  return done;
}

const [fauxqs, ours] = [await startOnLoopback(), await startSqsS3({ port: 0 })];
const columns = [await doneBy(`http://127.0.0.1:${fauxqs.port}`), await doneBy(ours.endpoint)];
await Promise.all([fauxqs.stop(), ours.stop()]);

const print = (name: string, values: readonly unknown[]) =>
  process.stdout.write(`${name.padEnd(76)}${values.map((value) => String(value).padEnd(8)).join('')}\n`);
print('', ['fauxqs', 'ours']);
for (const { name } of s3Cases)
  print(
    name,
    columns.map((done) => (done.get(name) ? 'yes' : 'no')),
  );
const counts = columns.map((done) => [...done.values()].filter(Boolean).length);
print(`of ${s3Cases.length}`, counts);
process.exitCode = counts[1] === s3Cases.length ? 0 : 1;

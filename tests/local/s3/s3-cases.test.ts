import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Emulator } from '../../../local/emulator.ts';
import { startSqsS3 } from '../../../local/sqs-s3.ts';
import { s3Cases } from './cases/all.ts';
import { clientOf, type S3World } from './cases/s3-case.ts';

let emulator: Emulator;
let world: S3World;

beforeAll(async () => {
  emulator = await startSqsS3({ port: 0 });
  world = { endpoint: emulator.endpoint, bucket: 'cases', s3: clientOf(emulator.endpoint) };
  await world.s3.send(new CreateBucketCommand({ Bucket: world.bucket }));
});

afterAll(async () => {
  world.s3.destroy();
  await emulator.stop();
});

describe('the local S3 does as S3:', () => {
  it('in 79 cases, each of another name', () => {
    expect(new Set(s3Cases.map(({ name }) => name)).size).toBe(79);
  });

  it.each(s3Cases)('$name', ({ ask }) => ask(world));
});

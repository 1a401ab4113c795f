import { findCloudPlace, forgetCloudPlace, type RunningCloud, startCloud } from '../temporary-cloud.ts';

/** Does work on a local cloud of its own, which ends with it, also where somebody stops the work. */
export async function onCloud<T>(work: (cloud: RunningCloud) => Promise<T>): Promise<T> {
  process.stdout.write('A local cloud starts …\n');
  const place = await findCloudPlace();
  const cloud = await startCloud(place);
  const stop = () => cloud.end('SIGTERM').finally(() => forgetCloudPlace(place));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  try {
    return await work(cloud);
  } finally {
    await stop();
  }
}

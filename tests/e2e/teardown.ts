import { forgetCloudPlace } from '../../local/temporary-cloud.ts';

/** Stops the local cloud that the end-to-end tests shared; one that did not start has ended by itself. */
export default async function tearDown(): Promise<void> {
  const cloud = await globalThis.sharedCloud?.catch(() => undefined);
  if (!cloud) return;
  await cloud.end('SIGTERM');
  await forgetCloudPlace(cloud);
}

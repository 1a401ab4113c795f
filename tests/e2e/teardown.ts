import { forgetCloudPlace } from '../../local/temporary-cloud.ts';

/** Stops the local cloud that the end-to-end tests shared. */
export default async function tearDown(): Promise<void> {
  const cloud = globalThis.sharedCloud;
  if (!cloud) return;
  await cloud.end('SIGTERM');
  await forgetCloudPlace(cloud);
}

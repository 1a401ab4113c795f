import path from 'node:path';
import { findCloudPlace, type RunningCloud, startCloud } from '../../local/temporary-cloud.ts';

declare global {
  /** The local cloud that tests/e2e/teardown.ts stops; the two files share nothing else. */
  var sharedCloud: RunningCloud | undefined;
}

/** Starts one local cloud for all end-to-end tests that do not stop theirs. */
export default async function setUp(): Promise<void> {
  const place = await findCloudPlace();
  // Every local cloud of this run writes to it; tests/support/grants-reporter.ts reads it.
  process.env.POLYCLINIC_GRANTS_RECORD = path.join(path.dirname(place.dataDir), 'grants.jsonl');
  // The optional consumer, too: what it may do is compared with what it does.
  const cloud = await startCloud(place, { POLYCLINIC_ANALYTICS: 'on' });
  globalThis.sharedCloud = cloud;
  process.env.POLYCLINIC_TEST_API_URL = cloud.apiUrl;
  process.env.POLYCLINIC_TEST_ENVIRONMENT = JSON.stringify(place.environment);
  process.env.POLYCLINIC_TEST_MAILBOX_URL = cloud.mailboxUrl;
  process.env.POLYCLINIC_TEST_SIGNING_KEY = `${cloud.dataDir}/signing-key.json`;
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findCloudPlace, type RunningCloud, startCloud } from '../../local/temporary-cloud.ts';
import { isFullSize } from '../support/sizes.ts';

declare global {
  /** The local cloud that tests/e2e/teardown.ts stops; the two files share nothing else. */
  var sharedCloud: Promise<RunningCloud> | undefined;
}

/** Begins to start one local cloud for all end-to-end tests that do not stop theirs; the others need not wait for it. */
export default async function setUp(): Promise<void> {
  const place = await findCloudPlace();
  const folder = path.dirname(place.dataDir);
  // Every local cloud of this run writes to it; tests/support/grants-reporter.ts reads it.
  process.env.POLYCLINIC_GRANTS_RECORD = path.join(folder, 'grants.jsonl');
  process.env.POLYCLINIC_TEST_API_URL = place.apiUrl;
  process.env.POLYCLINIC_TEST_ENVIRONMENT = JSON.stringify(place.environment);
  process.env.POLYCLINIC_TEST_MAILBOX_URL = place.mailboxUrl;
  process.env.POLYCLINIC_TEST_SIGNING_KEY = `${place.dataDir}/signing-key.json`;
  const outcome = path.join(folder, 'outcome');
  process.env.POLYCLINIC_TEST_OUTCOME = outcome;
  // The optional consumer runs, too: what it may do is compared with what it does.
  const cloud = startCloud(place, { POLYCLINIC_ANALYTICS: 'on', ...(isFullSize && { POLYCLINIC_CONFLICTS: '0.3' }) });
  globalThis.sharedCloud = cloud;
  cloud.then(
    () => writeFile(outcome, 'ready'),
    (error: unknown) => writeFile(outcome, String(error)),
  );
}

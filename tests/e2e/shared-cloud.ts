import { readFile } from 'node:fs/promises';
import { eventually } from '../support/client.ts';

function fromSetup(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is set by tests/e2e/setup.ts, which did not run`);
  return value;
}

const outcome = await eventually('the local cloud of the end-to-end tests', () =>
  readFile(fromSetup('POLYCLINIC_TEST_OUTCOME'), 'utf8').then(
    (text) => text || undefined,
    () => undefined,
  ),
);
if (outcome !== 'ready') throw new Error(outcome);

/** The local cloud that the end-to-end tests share; it has started once this file is imported. */
export const sharedCloud = {
  apiUrl: fromSetup('POLYCLINIC_TEST_API_URL'),
  mailboxUrl: fromSetup('POLYCLINIC_TEST_MAILBOX_URL'),
  environment: JSON.parse(fromSetup('POLYCLINIC_TEST_ENVIRONMENT')) as Record<string, string>,
  signingKeyFile: fromSetup('POLYCLINIC_TEST_SIGNING_KEY'),
};

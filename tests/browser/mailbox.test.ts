import { expect, it } from '@jest/globals';
import { sharedCloud } from '../e2e/shared-cloud.ts';
import { request } from '../support/client.ts';
import { describeInBrowser, open, screenshot } from './browser.ts';

const { apiUrl, mailboxUrl } = sharedCloud;

describeInBrowser('the mailbox in a browser', () => {
  it('shows a registered person’s mail', async () => {
    const email = `browser-${Date.now()}@example.com`;
    const data = { email, password: 'Correct-Horse-9', name: 'Bea Browser', dateOfBirth: '1990-12-10' };
    await request(`${apiUrl}/v1/auth/register`, { method: 'POST', data });

    const { page, foreign } = await open(mailboxUrl);
    const mail = page.getByText(email).first();
    await mail.waitFor();
    await mail.click();
    await page.frameLocator('iframe').getByRole('link', { name: 'Confirm email address' }).waitFor();
    await page.screenshot({ path: screenshot('mailbox') });

    expect(foreign).toEqual([]);
  });
});

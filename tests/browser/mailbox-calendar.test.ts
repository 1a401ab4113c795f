import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { writeInvitation } from '../../lib/calendar/invitation.ts';
import { createSmtpTransport } from '../../lib/mail/smtp-transport.ts';
import { handoverDeadline } from '../../lib/mail/transport.ts';
import { type Mailbox, startMailbox } from '../../local/mailbox.ts';
import { buildInvitation } from '../lib/calendar/build-invitation.ts';
import { buildMail } from '../lib/mail/build-mail.ts';
import { describeInBrowser, faultsOf, open, screenshot } from './browser.ts';

const content = writeInvitation(buildInvitation({ summary: `Visit; ${'Wiederherstellungscodes'.repeat(4)}` }));

let mailbox: Mailbox;

beforeEach(async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
  mailbox = await startMailbox({ smtpPort: 0, pagePort: 0, dataDir });
  const from = 'no-reply@polyclinic.test';
  const transport = createSmtpTransport({ url: mailbox.smtpUrl, from, deadline: handoverDeadline });
  await transport.send(buildMail({ subject: 'Plain words' }));
  await transport.send(buildMail({ subject: 'Your visit', calendar: { method: 'REQUEST', content } }));
});

afterEach(() => mailbox.stop());

const choose = (page: Page, subject: string) => page.locator('#list a').filter({ hasText: subject }).click();

/** What a browser saves of the file that the page offers. */
async function savedFrom(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'invite.ics' }).click(),
  ]);
  return readFile(await download.path(), 'utf8');
}

describeInBrowser('the calendar of a mail in a browser', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('is shown as it is written, and is a file, %s and %s pixels wide', async (colorScheme, width) => {
    const form = { colorScheme, viewport: { width, height: 900 } };
    const { page, complaints } = await open(mailbox.endpoint.replace('127.0.0.1', 'localhost'), form);
    await choose(page, 'Your visit');
    await page.getByRole('tab', { name: 'Calendar' }).click();
    await page.screenshot({ path: screenshot(`calendar-${colorScheme}-${width}`) });

    expect(await page.locator('#body pre').textContent()).toBe(content);
    expect(await savedFrom(page)).toBe(content);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('is offered by no mail that has none, which is shown in its words', async () => {
    const { page } = await open(mailbox.endpoint.replace('127.0.0.1', 'localhost'));
    await choose(page, 'Your visit');
    await page.getByRole('tab', { name: 'Calendar' }).click();

    await choose(page, 'Plain words');
    await page.frameLocator('iframe').getByText('Hello').waitFor();

    expect(await page.getByRole('tab').allTextContents()).toEqual(['HTML', 'Text', 'Source']);
  });
});

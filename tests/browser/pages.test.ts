import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { sharedCloud } from '../e2e/shared-cloud.ts';
import { request } from '../support/client.ts';

// A browser takes its time to start where the machine has much else to do.
jest.setTimeout(180_000);

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const { apiUrl, mailboxUrl } = sharedCloud;
const screenshots = path.resolve(import.meta.dirname, '../../coverage/screenshots');
const hasBrowser = existsSync(executablePath);

if (!hasBrowser) {
  process.stderr.write(`\n*** SKIPPED: no Chromium at ${executablePath}; install it or name one by CHROMIUM ***\n\n`);
}

/** Every request of a page that did not stay on this machine, and every complaint of the browser's. */
interface Observed {
  readonly page: Page;
  readonly foreign: string[];
  readonly complaints: string[];
}

let browser: Browser | undefined;

async function open(url: string, viewport = { width: 1280, height: 900 }): Promise<Observed> {
  if (!browser) throw new Error('no browser');
  const page = await browser.newPage({ viewport });
  const foreign: string[] = [];
  const complaints: string[] = [];
  // The network is closed: what asks for another host is seen here and gets nothing.
  await page.route('**', (route) => {
    const { hostname, protocol } = new URL(route.request().url());
    if (hostname === 'localhost' || protocol === 'data:') return route.continue();
    foreign.push(route.request().url());
    return route.abort();
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, foreign, complaints };
}

(hasBrowser ? describe : describe.skip)('pages in a browser', () => {
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    });
  });

  afterAll(() => browser?.close());

  it('shows every route at /docs, asks nobody else, and breaks no rule of its own', async () => {
    const { json } = await request(`${apiUrl}/openapi.json`);
    const routes = Object.entries(json.paths as Record<string, object>).flatMap(([route, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${route}`),
    );

    const { page, foreign, complaints } = await open(`${apiUrl}/docs`);
    await page.locator('.opblock').first().waitFor();
    const shown = await page
      .locator('.opblock-summary')
      .evaluateAll((summaries) =>
        summaries.map((summary) =>
          ['.opblock-summary-method', '.opblock-summary-path']
            .map((part) => summary.querySelector(part)?.textContent?.replaceAll('\u200b', '').trim())
            .join(' '),
        ),
      );
    await page.screenshot({ path: path.join(screenshots, 'docs.png'), fullPage: true });

    expect(shown.sort()).toEqual(routes.sort());
    expect(routes.length).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('opens a route with its schema and its problems', async () => {
    const { page, complaints } = await open(`${apiUrl}/docs#/auth/auth-register-user`);
    await page.locator('#operations-auth-auth-register-user .responses-wrapper').waitFor();

    const text = await page.locator('#operations-auth-auth-register-user').textContent();
    await page.screenshot({ path: path.join(screenshots, 'docs-register.png'), fullPage: true });

    expect(text).toContain('DUPLICATE_EMAIL');
    expect(complaints).toEqual([]);
  });

  it('shows a registered person’s mail in the mailbox', async () => {
    const email = `browser-${Date.now()}@example.com`;
    const data = { email, password: 'Correct-Horse-9', name: 'Bea Browser', dateOfBirth: '1990-12-10' };
    await request(`${apiUrl}/v1/auth/register`, { method: 'POST', data });

    const { page, foreign } = await open(mailboxUrl);
    const mail = page.getByText(email).first();
    await mail.waitFor();
    await mail.click();
    await page.frameLocator('iframe').getByRole('link', { name: 'Confirm email address' }).waitFor();
    await page.screenshot({ path: path.join(screenshots, 'mailbox.png') });

    expect(foreign).toEqual([]);
  });
});

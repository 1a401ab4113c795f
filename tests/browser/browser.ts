import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

// A browser takes its time to start where the machine has much else to do.
jest.setTimeout(180_000);

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const screenshots = path.resolve(import.meta.dirname, '../../coverage/screenshots');
const hasBrowser = existsSync(executablePath);

if (!hasBrowser) {
  process.stderr.write(`\n*** SKIPPED: no Chromium at ${executablePath}; install it or name one by CHROMIUM ***\n\n`);
}

/** Every request of a page that did not stay on this machine, and every complaint of the browser's. */
export interface Observed {
  readonly page: Page;
  readonly foreign: string[];
  readonly complaints: string[];
}

let browser: Browser | undefined;

/** Describes what is seen in a browser; it is skipped where there is none. */
export function describeInBrowser(title: string, tests: () => void): void {
  (hasBrowser ? describe : describe.skip)(title, () => {
    beforeAll(async () => {
      await mkdir(screenshots, { recursive: true });
      browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
      });
    });

    afterAll(() => browser?.close());

    tests();
  });
}

/** Where a screenshot of that name is kept. */
export function screenshot(name: string): string {
  return path.join(screenshots, `${name}.png`);
}

/** Opens a page that gets nothing from any other host. */
export async function open(url: string, options: BrowserContextOptions = {}): Promise<Observed> {
  if (!browser) throw new Error('no browser');
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
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

/** The faults that axe finds in the page as it stands, each by its rule and its element. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

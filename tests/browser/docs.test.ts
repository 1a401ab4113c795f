import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sharedCloud } from '../e2e/shared-cloud.ts';
import { request } from '../support/client.ts';
import { describeInBrowser, faultsOf, open, screenshot } from './browser.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
}

const { apiUrl } = sharedCloud;
const docsUrl = `${apiUrl}/docs`;
const register = 'POST /v1/auth/register';
const forms = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

let operations: Record<string, Operation> = {};

const operation = (route: string): Operation => operations[route] as Operation;
const linkTo = (route: string) => `${docsUrl}#/${operation(route).tags[0]}/${operation(route).operationId}`;

/** The routes that the list shows, as `POST /v1/auth/login`. */
async function routesShown(page: Page): Promise<string[]> {
  const routes = page.locator('.nav-bar-path:has(.method)');
  await routes.first().waitFor();
  const texts = await routes.filter({ visible: true }).allTextContents();
  return texts
    .map((text) => text.replace(/\s+/g, '').replace(/^[a-z]+/, (method) => `${method.toUpperCase()} `))
    .sort();
}

/** How many pixels of the page lie beyond its right edge. */
const beyondEdge = (page: Page) =>
  page
    .locator('html, .body, .main-content')
    .evaluateAll((elements) => Math.max(...elements.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)));

/** How the viewer's list of routes is drawn. */
const drawn = (page: Page, property: string, selector = '.nav-bar-path') =>
  page.evaluate<string>(
    `getComputedStyle(document.querySelector('openapi-explorer').shadowRoot.querySelector('${selector}'))['${property}']`,
  );

describeInBrowser('/docs in a browser', () => {
  beforeAll(async () => {
    const { json } = await request(`${apiUrl}/openapi.json`);
    operations = Object.fromEntries(
      Object.entries(json.paths as Record<string, Record<string, Operation>>).flatMap(([route, methods]) =>
        Object.entries(methods).map(([method, each]) => [`${method.toUpperCase()} ${route}`, each]),
      ),
    );
  });

  it('shows every route, asks nobody else, and breaks no rule of its own', async () => {
    const { page, foreign, complaints } = await open(docsUrl);

    expect(await routesShown(page)).toEqual(Object.keys(operations).sort());
    expect(Object.keys(operations).length).toBeGreaterThan(10);
    for (const hidden of [page.locator('#link-cmp--examples'), page.getByRole('button', { name: 'Search' })])
      expect(await hidden.isVisible()).toBe(false);
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('opens the operation that a link names', async () => {
    const { page, complaints } = await open(linkTo(register));

    await page.getByRole('heading', { name: operation(register).summary }).waitFor();

    expect(complaints).toEqual([]);
  });

  it('opens an operation by the keyboard', async () => {
    const { page } = await open(docsUrl, { viewport: { width: 390, height: 844 } });
    const entry = page.locator('.nav-bar-path', { hasText: '/register' });

    await page.getByPlaceholder('Filter').focus();
    await page.keyboard.press('Tab');
    const outline = await drawn(page, 'outlineStyle', ':focus-visible');
    await entry.focus();
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { name: operation(register).summary }).waitFor();
    expect(outline).toBe('solid');
  });

  it('shows what is said of a field on a phone, too', async () => {
    const { page } = await open(linkTo(register), { viewport: { width: 390, height: 844 } });

    await page.locator('api-request .tr > .key-descr').first().waitFor({ state: 'visible' });
  });

  it('shows the answer of a success, and of a problem its status alone until it is asked for', async () => {
    const { page } = await open(linkTo(register));
    const [success, problem] = ['201', '409'].map((name) => page.getByRole('button', { name, exact: true }));
    const code = page.locator('api-response').getByText('DUPLICATE_EMAIL').first();
    await problem?.waitFor();

    const before = [await success?.getAttribute('aria-current'), await code.isVisible()];
    await problem?.click();
    await code.waitFor();

    expect(before).toEqual(['true', false]);
  });

  it.each([1280, 390])('filters the routes, %s pixels wide', async (width) => {
    const { page } = await open(docsUrl, { viewport: { width, height: 844 } });
    await routesShown(page);

    await page.getByPlaceholder('Filter').fill('v1/auth/reg');
    await page.locator('.nav-bar-path', { hasText: '/queues' }).first().waitFor({ state: 'detached' });

    expect(await routesShown(page)).toEqual([register]);
  });

  it('turns dark and light with the system, and moves nothing where that is asked', async () => {
    const { page } = await open(docsUrl, { colorScheme: 'light', reducedMotion: 'reduce' });
    await routesShown(page);

    const light = await drawn(page, 'color');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await drawn(page, 'color');

    expect([light, dark]).toEqual(['rgb(52, 59, 66)', 'rgb(212, 217, 221)']);
    expect(await drawn(page, 'transitionProperty')).toBe('none');
  });

  it('calls the API that it describes', async () => {
    const { page } = await open(linkTo('GET /health'));

    await page.getByRole('button', { name: 'Execute' }).click();

    await page.locator('api-request').getByText('200').first().waitFor();
    const answer = await page.locator('api-request pre').first().textContent();
    // What stands two objects deep is to begin within a phone's width.
    expect(answer).toMatch(/^ {4}"data": \{\n {6}"status": "ok"/m);
  });

  it.each(forms)(
    'has no fault that axe finds and no sideways scrolling, %s and %s pixels wide',
    async (scheme, width) => {
      const form = { colorScheme: scheme, reducedMotion: 'reduce', viewport: { width, height: 900 } } as const;
      const { page } = await open(docsUrl, form);
      await routesShown(page);
      const overview = await faultsOf(page);

      await page.goto(`${docsUrl}#?route=auth`);
      await page.getByPlaceholder('JWT').waitFor();
      const authentication = await faultsOf(page);

      await page.goto(`${docsUrl}#?route=cmp--schemas`);
      await page.getByRole('heading', { name: 'Schemas' }).waitFor();
      const models = await faultsOf(page);

      await page.goto(linkTo('GET /health'));
      await page.getByRole('button', { name: 'Execute' }).click();
      await page.locator('api-request').getByText('200').first().waitFor();
      const answer = await faultsOf(page);

      await page.goto(linkTo(register));
      const problem = page.locator('api-response').getByRole('button', { name: '409', exact: true });
      await problem.waitFor();
      const beyond = await beyondEdge(page);
      await problem.click();
      await page.screenshot({ path: screenshot(`docs-${scheme}-${width}`) });

      expect({ overview, authentication, models, answer, problem: await faultsOf(page) }).toEqual({
        overview: [],
        authentication: [],
        models: [],
        answer: [],
        problem: [],
      });
      expect(Math.max(beyond, await beyondEdge(page))).toBeLessThanOrEqual(0);
    },
  );
});

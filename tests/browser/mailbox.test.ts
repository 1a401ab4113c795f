import { expect, it } from '@jest/globals';
import { mails } from '../../lib/domains/mails.ts';
import { languages, wordingIn } from '../../lib/languages.ts';
import { type Addressed, type Letter, layOut, type MailContent } from '../../lib/mail/layout.ts';
import type { Template } from '../../lib/mail/template.ts';
import { sharedCloud } from '../e2e/shared-cloud.ts';
import { request } from '../support/client.ts';
import { describeInBrowser, faultsOf, open, screenshot } from './browser.ts';

const { apiUrl, mailboxUrl } = sharedCloud;

const forms = [
  ['light', 1280],
  ['dark', 1280],
  ['light', 390],
  ['dark', 390],
] as const;

/** A mail is shown within a page of its reader's, which has the landmarks. */
const ofPages = /^(landmark-one-main|region):/;

/** Of what a picture is kept: the longest words that there are, and that there can be. */
const pictured = /^(recovery-code.*|worst)-de$/;
const unbroken = 'Wiederherstellungscodes'.repeat(2);

/** Every mail in each language to somebody with a long name, and one that is of long words alone. */
function mailsWithLongWords(): (readonly [string, MailContent])[] {
  const templates = new Set(mails.map(({ template }): Template<unknown> => template));
  return [...templates].flatMap((template, at) =>
    languages.flatMap((language) => {
      const data = { ...(template.sample() as Addressed), name: unbroken };
      const letter = template.words[language](data, wordingIn(language).locale);
      const worst = [`worst-${language}`, layOut(longOf(letter), data, language)] as const;
      return [[`${template.name}-${language}`, layOut(letter, data, language)], ...(at === 0 ? [worst] : [])] as const;
    }),
  );
}

/** The letter with a word that has no place to break at, wherever it says something. */
function longOf(letter: Letter): Letter {
  const paragraphs = [...letter.paragraphs, unbroken];
  return { ...letter, paragraphs, subject: unbroken, action: unbroken, footnote: unbroken };
}

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

  it('shows each template in each language, and says which is which to who hears it', async () => {
    const { page, foreign, complaints } = await open(`${mailboxUrl}/preview`);
    const rows = page.locator('#list a');
    await rows.first().waitFor();

    await page.getByRole('searchbox').fill('deutsch');
    const german = await rows.locator('.subject').evaluateAll((all) => all.map(({ lang }) => lang));
    await rows.filter({ hasText: 'Willkommen bei Polyclinic' }).click();
    const mail = page.frameLocator('iframe');
    await mail.getByRole('link', { name: 'Polyclinic öffnen' }).waitFor();

    expect(german.length).toBeGreaterThan(10);
    expect(new Set(german)).toEqual(new Set(['de']));
    expect(await mail.locator('html').getAttribute('lang')).toBe('de');
    expect([foreign, complaints]).toEqual([[], []]);
  });

  it.each(forms)(
    'has no fault that axe finds and no sideways scrolling, %s and %s pixels wide',
    async (scheme, width) => {
      const form = { colorScheme: scheme, reducedMotion: 'reduce', viewport: { width, height: 900 } } as const;
      const { page } = await open(`${mailboxUrl}/preview`, form);
      await page.locator('#list a').first().waitFor();
      const list = await faultsOf(page);
      await page.screenshot({ path: screenshot(`previews-${scheme}-${width}`) });

      await page.goto(`${mailboxUrl}/preview#new-device-de`);
      await page.frameLocator('iframe').locator('html[lang=de]').waitFor();
      await page.screenshot({ path: screenshot(`preview-${scheme}-${width}`) });

      expect({ list, mail: await faultsOf(page) }).toEqual({ list: [], mail: [] });
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(beyond).toBeLessThanOrEqual(0);
    },
  );

  it('shows each mail in each language without sideways scrolling on the narrowest phone', async () => {
    const { page } = await open('about:blank', { viewport: { width: 320, height: 900 } });
    const wide: string[] = [];

    for (const [name, { html }] of mailsWithLongWords()) {
      await page.setContent(html);
      if (pictured.test(name)) await page.screenshot({ path: screenshot(`phone-${name}`), fullPage: true });
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (beyond > 0) wide.push(`${name}: ${beyond} px`);
    }

    expect(wide).toEqual([]);
  });

  it('shows mails without a fault that axe finds, in each language', async () => {
    // As the mailbox serves it nothing may run in it, axe neither.
    const { page } = await open('about:blank');
    const faults: string[] = [];

    for (const language of languages) {
      const mail = await fetch(`${mailboxUrl}/preview/messages/verify-email-${language}/html`);
      await page.setContent(await mail.text());
      await page.screenshot({ path: screenshot(`mail-${language}`) });
      faults.push(...(await faultsOf(page)));
    }

    expect(faults.filter((fault) => !ofPages.test(fault))).toEqual([]);
  });
});

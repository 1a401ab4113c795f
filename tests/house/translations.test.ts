import { describe, expect, it } from '@jest/globals';
import { mails } from '../../lib/domains/mails.ts';
import { languages } from '../../lib/languages.ts';
import type { MailContent } from '../../lib/mail/layout.ts';
import { samplesOf } from '../../lib/mail/template.ts';

/** What is the same in every language. */
const untranslatable = ['Polyclinic'];

/** Letters that a heading of 24 px has no room for on a phone of 320, with nothing between them at which they may break. */
const tooLong = /\p{L}{16,}/u;

const english = languages[0];
const others = languages.filter((language) => language !== english);
const samples = samplesOf(mails.map(({ template }) => template));

/** The texts that a mail shows, those of its layout among them; a link, and what is of no language, are none. */
function textsIn({ html }: MailContent): string[] {
  const texts = html.split(/<style[\s\S]*?<\/style>|<[^>]*>/).map((text) => text.trim());
  return texts.filter((text) => /\p{L}/u.test(text) && !/^https?:\S+$/.test(text));
}

/** The texts of a mail that are English still. */
function untranslatedIn(mail: MailContent, original: MailContent): string[] {
  const known = new Set(textsIn(original));
  return textsIn(mail).filter((text) => known.has(text) && !untranslatable.includes(text));
}

const everyMail = Object.entries(samples).flatMap(([template, inEach]) =>
  others.map((language) => ({ template, language, mail: inEach[language], original: inEach[english] })),
);

describe('a mail in another language than English', () => {
  it.each(everyMail)('shows no text that is English still: $template in $language', ({ mail, original }) => {
    expect(untranslatedIn(mail, original)).toEqual([]);
  });

  it.each(everyMail)('says as much as in English: $template in $language', ({ mail, original }) => {
    expect(textsIn(mail)).toHaveLength(textsIn(original).length);
    expect(mail.html.match(/<p /g)).toHaveLength(original.html.match(/<p /g)?.length ?? 0);
    expect(mail.subject).not.toBe('');
  });

  it.each(everyMail)('has a subject that a list of mails shows whole: $template in $language', ({ mail }) => {
    expect(mail.subject.length).toBeLessThanOrEqual(60);
  });

  it.each(everyMail)('has a heading that breaks on a phone: $template in $language', ({ mail }) => {
    expect(mail.html.match(/<h1[^>]*>(.*)<\/h1>/)?.[1]).not.toMatch(tooLong);
    expect(mail.subject).not.toContain('\u00ad');
  });

  it('is missed where a text of it, or of its layout, is English', () => {
    const page = (...texts: readonly string[]) => ({
      subject: '',
      text: '',
      html: texts.map((text) => `<p>${text}</p>`).join(''),
    });
    const original = page('Polyclinic', 'Hello', 'The <b>code</b>', 'https://client.test');

    expect(untranslatedIn(page('Polyclinic', 'Hallo', 'The <b>Code</b>', 'https://client.test'), original)).toEqual([
      'The',
    ]);
    expect(textsIn(page('Polyclinic', ''))).toHaveLength(1);
  });
});

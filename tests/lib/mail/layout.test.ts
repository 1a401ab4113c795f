import { expect, it } from '@jest/globals';
import { layOut } from '../../../lib/mail/layout.ts';

const letter = {
  subject: 'Ein Wieder\u00adherstellungs\u00adcode',
  preview: 'Er wurde verwendet.',
  paragraphs: ['er wurde verwendet.'],
  action: 'Polyclinic öffnen',
  footnote: 'Diese Mail ist eine Probe.',
};

it('a soft hyphen is for the heading, and for nothing that an inbox shows', () => {
  const { subject, html, text } = layOut(letter, { name: 'Ada', link: 'https://client.test' }, 'de');

  expect(subject).toBe('Ein Wiederherstellungscode');
  expect(html).toContain(`>${letter.subject}</h1>`);
  expect(html).toContain(`<title>${subject}</title>`);
  expect(text).not.toContain('\u00ad');
});

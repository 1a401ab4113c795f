import type { Language, Translations } from '../languages.ts';
import { greet } from './greeting.ts';
import { type Html, html, render } from './html.ts';

/** A mail as it goes out. */
export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Whom a letter greets, and where its button leads. */
export interface Addressed {
  readonly name: string;
  readonly link: string;
}

/** What a letter says, in one language: one message and one action. */
export interface Letter {
  /** It is the heading as well, for which a word of more than 15 letters has soft hyphens; the mail's subject has none. */
  readonly subject: string;
  /** The line that an inbox shows beside the subject. */
  readonly preview: string;
  /** German goes on after the greeting's comma, and begins the first in lower case. */
  readonly paragraphs: readonly string[];
  /** What the button is called. */
  readonly action: string;
  /** Small print under the action, such as what to do when the mail was not asked for. */
  readonly footnote: string;
}

const softHyphen = '\u00ad';

/** A letter to somebody. */
interface AddressedLetter extends Letter {
  /** The subject with its soft hyphens: mail clients that know no language's rules have only these to break a word by. */
  readonly heading: string;
  readonly language: Language;
  readonly greeting: string;
  readonly link: string;
}

/** What the layout itself says, and which way its language is written. */
const layoutWords: Translations<{ readonly direction: 'ltr' | 'rtl'; readonly withoutButton: string }> = {
  en: {
    direction: 'ltr',
    withoutButton: 'If the button does not work, copy this address into your browser:',
  },
  de: {
    direction: 'ltr',
    withoutButton: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:',
  },
  es: {
    direction: 'ltr',
    withoutButton: 'Si el botón no funciona, copie esta dirección en su navegador:',
  },
};

/**
 * The font of all text, in which any word breaks before it makes a phone scroll sideways: a name may have 50 letters and no
 * space. Clients that know no `anywhere` go by the other, for which the tables have a fixed layout.
 */
const font =
  "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;word-wrap:break-word;overflow-wrap:anywhere";

/** Lays a letter out as text and as HTML, in the same words. */
export function layOut(letter: Letter, { name, link }: Addressed, language: Language): MailContent {
  const subject = letter.subject.replaceAll(softHyphen, '');
  const addressed = { ...letter, subject, heading: letter.subject, language, link, greeting: greet(name, language) };
  return { subject, html: render(htmlOf(addressed)), text: textOf(addressed) };
}

function textOf({ greeting, paragraphs, action, link, footnote }: AddressedLetter): string {
  return [greeting, ...paragraphs, `${action}:\n${link}`, footnote, '--\nPolyclinic'].join('\n\n');
}

/**
 * The letter as HTML of tables and inline styles, because mail clients drop the rest; it has no images, and fetches nothing.
 */
function htmlOf(letter: AddressedLetter): Html {
  return html`<!doctype html>
<html lang="${letter.language}" dir="${layoutWords[letter.language].direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${letter.subject}</title>
</head>
<body style="margin:0;padding:0;background:#eef3f2">
<div style="display:none;max-height:0;overflow:hidden">${letter.preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;background:#eef3f2">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;max-width:560px;background:#ffffff;border-radius:12px">
<tr><td style="padding:28px 32px 0;${font};font-size:15px;font-weight:700;color:#0f766e">Polyclinic</td></tr>
<tr><td style="padding:16px 32px 0"><h1 style="margin:0;${font};font-size:24px;line-height:32px;font-weight:700;color:#0f2624;-webkit-hyphens:auto;hyphens:auto">${letter.heading}</h1></td></tr>
<tr><td style="padding:8px 32px 0;${font};font-size:16px;line-height:25px;color:#24403d">
${[letter.greeting, ...letter.paragraphs].map((paragraph) => html`<p style="margin:12px 0 0">${paragraph}</p>\n`)}</td></tr>
${buttonOf(letter)}
<tr><td style="padding:24px 32px 32px;${font};font-size:13px;line-height:20px;color:#5b716e"><div style="border-top:1px solid #dde7e5;padding-top:16px">${letter.footnote}</div></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** The button, and the same link in letters for people who cannot click it. */
function buttonOf({ language, action, link }: AddressedLetter): Html {
  return html`<tr><td style="padding:28px 32px 0">
<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="background:#0f766e;border-radius:8px">
<a href="${link}" style="display:inline-block;padding:13px 26px;${font};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${action}</a>
</td></tr></table>
</td></tr>
<tr><td style="padding:20px 32px 0;${font};font-size:13px;line-height:20px;color:#5b716e">${layoutWords[language].withoutButton}<br>
<a href="${link}" style="color:#0f766e;word-break:break-all">${link}</a></td></tr>`;
}

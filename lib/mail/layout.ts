import { type Html, html, render } from './html.ts';

/** What a template makes of its data. */
export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The parts of a mail that has one message and one action. */
interface Letter {
  readonly subject: string;
  /** The line that an inbox shows beside the subject. */
  readonly preview: string;
  readonly greeting: string;
  readonly paragraphs: readonly string[];
  readonly action: { readonly label: string; readonly link: string };
  /** Small print under the action, such as what to do when the mail was not asked for. */
  readonly footnote: string;
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Lays a letter out as text and as HTML, in the same words. */
export function layOut(letter: Letter): MailContent {
  return { subject: letter.subject, html: render(htmlOf(letter)), text: textOf(letter) };
}

function textOf({ greeting, paragraphs, action, footnote }: Letter): string {
  return [greeting, ...paragraphs, `${action.label}:\n${action.link}`, footnote, '--\nPolyclinic'].join('\n\n');
}

/**
 * The letter as HTML of tables and inline styles, because mail clients drop the rest; it has no images, and fetches nothing.
 */
function htmlOf(letter: Letter): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${letter.subject}</title>
</head>
<body style="margin:0;padding:0;background:#eef3f2">
<div style="display:none;max-height:0;overflow:hidden">${letter.preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#eef3f2">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:12px">
<tr><td style="padding:28px 32px 0;${font};font-size:15px;font-weight:700;color:#0f766e">Polyclinic</td></tr>
<tr><td style="padding:16px 32px 0;${font};font-size:24px;line-height:32px;font-weight:700;color:#0f2624">${letter.subject}</td></tr>
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
function buttonOf({ action }: Letter): Html {
  return html`<tr><td style="padding:28px 32px 0">
<table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="background:#0f766e;border-radius:8px">
<a href="${action.link}" style="display:inline-block;padding:13px 26px;${font};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none">${action.label}</a>
</td></tr></table>
</td></tr>
<tr><td style="padding:20px 32px 0;${font};font-size:13px;line-height:20px;color:#5b716e">If the button does not work, copy this address into your browser:<br>
<a href="${action.link}" style="color:#0f766e;word-break:break-all">${action.link}</a></td></tr>`;
}

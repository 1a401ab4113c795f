import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Language, languages, type Translations } from '../../lib/languages.ts';
import type { MailContent } from '../../lib/mail/layout.ts';
import type { Message } from './message.ts';

const script = path.join(import.meta.dirname, 'render-samples.ts');

/** Renders every template with its sample in each language, as messages, in a process of its own, so that a saved change is seen. */
export async function renderPreviews(): Promise<Message[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script]);
  const samples = JSON.parse(stdout) as Record<string, Translations<MailContent>>;
  return Object.entries(samples).flatMap(([template, inEach]) =>
    languages.map((language) => previewOf(template, language, inEach[language])),
  );
}

function previewOf(template: string, language: Language, { subject, html, text }: MailContent): Message {
  return {
    id: `${template}-${language}`,
    language,
    subject,
    html,
    text,
    from: template,
    to: [],
    time: '',
    source: html,
  };
}

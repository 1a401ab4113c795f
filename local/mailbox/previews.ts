import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { MailContent } from '../../lib/mail/layout.ts';
import type { Message } from './message.ts';

const script = path.join(import.meta.dirname, 'render-samples.ts');

/** Renders every template with its sample, as messages, in a process of its own, so that a saved change is seen. */
export async function renderPreviews(): Promise<Message[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', script]);
  const samples = JSON.parse(stdout) as Record<string, MailContent>;
  return Object.entries(samples).map(([id, { subject, html, text }]) => ({
    id,
    subject,
    html,
    text,
    from: id,
    to: [],
    time: '',
    source: html,
  }));
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Answer, json, plain, type Routes } from './http.ts';
import type { createLiveUpdates } from './live.ts';
import type { Message } from './message.ts';
import { renderPreviews } from './previews.ts';
import type { MessageStore } from './store.ts';

/** The routes of the mailbox: its page, what that reads, and the JSON that tests read. */
export function mailboxRoutes(store: MessageStore, live: ReturnType<typeof createLiveUpdates>): Routes {
  return {
    'GET /': () => asset('page.html', 'text/html'),
    'GET /preview': () => asset('page.html', 'text/html'),
    'GET /page.css': () => asset('page.css', 'text/css'),
    'GET /page.js': () => asset('page.js', 'text/javascript'),
    'GET /reader.js': () => asset('reader.js', 'text/javascript'),
    'GET /email': () => json(store.list().map(asEmail)),
    'DELETE /email/all': async () => {
      await store.clear();
      live.tell();
      return { status: 204 };
    },
    'GET /events': () => live.subscribe(),
    ...collection('/messages', async () => store.list()),
    ...collection('/preview/messages', renderPreviews),
  };
}

function collection(prefix: string, list: () => Promise<readonly Message[]>): Routes {
  const find = async (id: string) => (await list()).find((message) => message.id === id);
  return {
    [`GET ${prefix}`]: async () => json((await list()).map(asSummary)),
    [`GET ${prefix}/:id`]: async (id) => answerWith(await find(id), json),
    [`GET ${prefix}/:id/html`]: async (id) => answerWith(await find(id), asDocument),
    [`GET ${prefix}/:id/calendar`]: async (id) => answerWith(await find(id), asCalendar),
  };
}

function answerWith(message: Message | undefined, render: (message: Message) => Answer): Answer {
  return message ? render(message) : plain(404, 'This mail is gone.');
}

async function asset(file: string, type: string): Promise<Answer> {
  const body = await readFile(path.join(import.meta.dirname, file));
  return { status: 200, headers: { 'Content-Type': `${type}; charset=utf-8` }, body };
}

function asEmail({ id, subject, to, text, html, time, calendar }: Message) {
  return { id, subject, to: to.map(({ address }) => ({ address })), text, html, time, calendar };
}

function asSummary({ id, language, subject, from, to, text, time }: Message) {
  return { id, language, subject, from, to, time, excerpt: text.slice(0, 120) };
}

/** The mail's calendar as a file, which a browser hands to what knows calendars. */
function asCalendar({ calendar }: Message): Answer {
  if (!calendar) return plain(404, 'This mail has no calendar.');
  const headers = {
    'Content-Type': `text/calendar; charset=utf-8; method=${calendar.method}`,
    'Content-Disposition': 'attachment; filename="invite.ics"',
  };
  return { status: 200, headers, body: calendar.content };
}

/** The mail's HTML as a document that can run nothing and load nothing; its links open in a tab of their own. */
function asDocument({ html }: Message): Answer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; " +
        'sandbox allow-popups allow-popups-to-escape-sandbox',
    },
    body: html.replace(/^\s*(<!doctype[^>]*>)?/i, '$&<base target="_blank">'),
  };
}

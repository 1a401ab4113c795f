import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeInvitation } from '../../lib/calendar/invitation.ts';
import { mails as declared } from '../../lib/domains/mails.ts';
import { languages } from '../../lib/languages.ts';
import { createSmtpTransport } from '../../lib/mail/smtp-transport.ts';
import { samplesOf } from '../../lib/mail/template.ts';
import { handoverDeadline, type Mail } from '../../lib/mail/transport.ts';
import { banner } from '../../local/banner.ts';
import { type Mailbox, startMailbox } from '../../local/mailbox.ts';
import { localSettings } from '../../local/settings.ts';
import { buildInvitation } from '../lib/calendar/build-invitation.ts';
import { buildMail } from '../lib/mail/build-mail.ts';

/** What these tests look at of a mail that the page reads. */
interface Shown {
  readonly id: string;
  readonly language: string;
  readonly subject: string;
  readonly source: string;
}

let dataDir: string;
let mailbox: Mailbox;

const start = () => startMailbox({ smtpPort: 0, pagePort: 0, dataDir });
const read = async <T>(place: string) => (await (await fetch(`${mailbox.endpoint}${place}`)).json()) as T;
const subjects = async () => (await read<Shown[]>('/email')).map(({ subject }) => subject);

async function send(...wanted: readonly string[]) {
  for (const subject of wanted) await deliver({ subject });
}

async function deliver(overrides: Partial<Mail>) {
  const transport = createSmtpTransport({
    url: mailbox.smtpUrl,
    from: 'no-reply@polyclinic.test',
    deadline: handoverDeadline,
  });
  await transport.send(buildMail(overrides));
}

async function restart() {
  await mailbox.stop();
  mailbox = await start();
}

/** The status of a request with headers that `fetch` does not let one choose. */
function statusOf(
  method: string,
  place: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${mailbox.endpoint}${place}`, { method, headers }, (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end();
  });
}

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mailbox-'));
  mailbox = await start();
});

afterEach(() => mailbox.stop());

describe('the mailbox', () => {
  it('lists mails oldest first, each kept once in the file', async () => {
    await send('first', 'second', 'third');

    const lines = (await readFile(path.join(dataDir, 'mailbox.jsonl'), 'utf8')).trim().split('\n');
    expect(await subjects()).toEqual(['first', 'second', 'third']);
    expect(lines).toHaveLength(3);
  });

  it('keeps what it acknowledged over restarts', async () => {
    await send('first');
    await restart();
    await send('second');
    await restart();

    expect(await subjects()).toEqual(['first', 'second']);
  });

  it('keeps mails that come in at once apart', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(`mail ${index}`)));
    await restart();

    expect(new Set(await subjects()).size).toBe(20);
  });

  it('starts with a last line that was torn, and loses only that', async () => {
    await send('first');
    await mailbox.stop();
    await appendFile(path.join(dataDir, 'mailbox.jsonl'), '{"id":"torn","subject":"tor');
    mailbox = await start();
    await send('second');
    await restart();

    expect(await subjects()).toEqual(['first', 'second']);
  });

  it('lists what an earlier release has kept, which told no language', async () => {
    await send('first');
    await mailbox.stop();
    const file = path.join(dataDir, 'mailbox.jsonl');
    const { language, ...kept } = JSON.parse(await readFile(file, 'utf8')) as Shown;
    await writeFile(file, `${JSON.stringify(kept)}\n`);
    mailbox = await start();

    expect(await read<Shown[]>('/messages')).toMatchObject([{ subject: 'first', language }]);
  });

  it('forgets all mails for good when told to', async () => {
    await send('first');

    const { status } = await fetch(`${mailbox.endpoint}/email/all`, { method: 'DELETE' });
    await send('second');
    await restart();

    expect(status).toBe(204);
    expect(await subjects()).toEqual(['second']);
  });

  it.each([
    'r&d@example.com',
    'dept/front@example.com',
    'x=y@example.com',
    "!#$%&'*+-/=?^_`{|}~@example.com",
    'ada@xn--e1afmkfd.xn--p1ai',
    'ada@xn--strae-oqa.example',
    `${'a'.repeat(64)}@${`${'d'.repeat(62)}.`.repeat(2)}${'d'.repeat(55)}.example`,
  ])('lists a recipient as they are registered: %s', async (address) => {
    const transport = createSmtpTransport({
      url: mailbox.smtpUrl,
      from: 'no-reply@polyclinic.test',
      deadline: handoverDeadline,
    });

    await transport.send(buildMail({ to: { name: 'Ada', address } }));

    const [mail] = await read<{ to: { address: string }[] }[]>('/email');
    expect(mail?.to).toEqual([{ address }]);
  });

  it('refuses a mail over ten megabytes and keeps nothing of it', async () => {
    const deadline = () => new AbortController().signal;
    const transport = createSmtpTransport({ url: mailbox.smtpUrl, from: 'no-reply@polyclinic.test', deadline });

    const sending = transport.send(buildMail({ text: 'x'.repeat(11 * 1024 * 1024) }));

    await expect(sending).rejects.toMatchObject({ cause: { code: 'MAIL_REFUSED' } });
    expect(await subjects()).toEqual([]);
  });

  it('does not start when a port is taken', async () => {
    const smtpPort = Number(new URL(mailbox.smtpUrl).port);

    await expect(startMailbox({ smtpPort, pagePort: 0, dataDir })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('a mail with a calendar', () => {
  const content = writeInvitation(buildInvitation({ summary: 'Ärztin; '.repeat(20) }));

  it('is listed with it, as it was sent', async () => {
    await deliver({ subject: 'visit', calendar: { method: 'REQUEST', content } });
    await restart();

    const [mail] = await read<{ calendar: unknown; text: string }[]>('/email');
    expect(mail).toMatchObject({ text: 'Hello\n', calendar: { method: 'REQUEST', content } });
  });

  it('has it as a file, for a program that knows calendars', async () => {
    await deliver({ calendar: { method: 'CANCEL', content } });
    const id = (await read<Shown[]>('/messages'))[0]?.id;

    const file = await fetch(`${mailbox.endpoint}/messages/${id}/calendar`);

    expect(await file.text()).toBe(content);
    expect(file.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=CANCEL');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="invite.ics"');
  });

  it('is the only one that tells of a calendar', async () => {
    await send('first');
    const id = (await read<Shown[]>('/messages'))[0]?.id;

    const { status } = await fetch(`${mailbox.endpoint}/messages/${id}/calendar`);

    expect(status).toBe(404);
    expect((await read<object[]>('/email'))[0]).not.toHaveProperty('calendar');
  });
});

describe('the mailbox page', () => {
  it('serves itself and its parts from here alone', async () => {
    const page = await fetch(mailbox.endpoint);
    const parts = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, place]) => place);
    const answers = await Promise.all(parts.map((place) => fetch(`${mailbox.endpoint}${place}`)));

    expect(parts).toEqual(expect.arrayContaining(['/page.css', '/page.js', '/preview']));
    expect(answers.map(({ status }) => status)).toEqual(parts.map(() => 200));
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('shows the HTML of a mail where it can run nothing and load nothing', async () => {
    await send('first');
    const id = (await read<Shown[]>('/messages'))[0]?.id;

    const document = await fetch(`${mailbox.endpoint}/messages/${id}/html`);

    const policy = document.headers.get('content-security-policy');
    expect(await document.text()).toContain('<p>Hello</p>');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-(scripts|same-origin))/);
  });

  it('shows the source of a mail as it came in', async () => {
    await send('first');
    const id = (await read<Shown[]>('/messages'))[0]?.id;

    const { source } = await read<Shown>(`/messages/${id}`);

    expect(source).toContain('Subject: first\r\n');
  });

  it('is told at once when a mail comes in', async () => {
    const events = await fetch(`${mailbox.endpoint}/events`);
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    await send('first');

    const told = await reader?.read();

    expect(told?.value).toBe('data: changed\n\n');
    await reader?.cancel();
  });

  it('answers 404 to what is not there', async () => {
    const places = ['/nothing', '/messages/unknown', '/messages/a/b', '/page.html/../store.ts'];

    const answers = await Promise.all(places.map((place) => fetch(`${mailbox.endpoint}${place}`)));

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('shows every template with its sample in each language', async () => {
    const previews = await read<Shown[]>('/preview/messages');
    const documents = await Promise.all(
      languages.map((language) => fetch(`${mailbox.endpoint}/preview/messages/welcome-${language}/html`)),
    );

    const templates = Object.keys(samplesOf(declared.map(({ template }) => template)));
    expect(previews.map(({ id }) => id)).toEqual(
      templates.flatMap((template) => languages.map((language) => `${template}-${language}`)),
    );
    expect(await Promise.all(documents.map((document) => document.text()))).toEqual(
      ['Welcome to', 'Willkommen bei', 'Le damos la bienvenida a'].map((words) =>
        expect.stringContaining(`${words} Polyclinic`),
      ),
    );
  });

  it('says in which language a mail is', async () => {
    await deliver({ headers: { 'Content-Language': 'de' } });
    await deliver({});

    expect((await read<Shown[]>('/messages')).map(({ language }) => language)).toEqual(['de', '']);
  });

  it('is named by the banner, and so is its page of every template', async () => {
    const { port } = new URL(mailbox.endpoint);
    const text = banner(localSettings({ POLYCLINIC_MAILBOX_PORT: port }), 1);

    const named = [...text.matchAll(/http:\/\/localhost:(\d+)(\/\S*)?/g)].filter(([, each]) => each === port);
    const answers = await Promise.all(named.map(([place]) => fetch(place)));

    expect(named.map(([, , place]) => place)).toEqual([undefined, '/preview']);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('answers to the names of this machine only, lest a page elsewhere point its own name here', async () => {
    const hosts = ['localhost', 'localhost:1080', '127.0.0.1:1080', 'evil.test', 'localhost.evil.test'];

    const statuses = await Promise.all(hosts.map((host) => statusOf('GET', '/email', { host })));

    expect(statuses).toEqual([200, 200, 200, 403, 403]);
  });

  it('deletes for its own page and for tools, not for a page elsewhere', async () => {
    const { host } = new URL(mailbox.endpoint);

    const statuses = await Promise.all(
      [
        { origin: 'https://evil.test' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
        {},
      ].map((headers) => statusOf('DELETE', '/email/all', headers as Record<string, string>)),
    );

    expect(statuses).toEqual([403, 403, 403, 204, 204]);
  });
});

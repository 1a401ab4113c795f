import { describe, expect, it } from '@jest/globals';
import { seededPassword, seededPeople } from '../../lib/domains/identity/seeds/people.ts';
import { banner, reminder } from '../../local/banner.ts';
import { localSettings } from '../../local/settings.ts';

const settings = localSettings({ POLYCLINIC_HTTP_PORT: '4100', POLYCLINIC_MAILBOX_PORT: '4101' });
const opened = ['http://localhost:4100', 'http://localhost:4100/docs', 'http://localhost:4101'];
const texts = [
  ['the banner', banner(settings, 1)],
  ['its short form', reminder(settings)],
] as const;

describe('where things are', () => {
  it.each(texts)('%s has the API, the reference, the mailbox, and everybody who can sign in', (_, text) => {
    const words = text.split(/\s+/);

    expect(words).toEqual(
      expect.arrayContaining([...opened, ...seededPeople.map(({ email }) => email), seededPassword]),
    );
  });

  it('the short form says it by the lines of the banner, and leaves out the services', () => {
    const lines = reminder(settings).trim().split('\n');

    expect(banner(settings, 1).split('\n').map(trimmed)).toEqual(expect.arrayContaining(lines.map(trimmed)));
    expect(lines).toHaveLength(7);
    expect(reminder(settings)).not.toMatch(/DynamoDB|SQS|Lambda/);
  });
});

function trimmed(text: string): string {
  return text.trim();
}

import type { MailContext } from '../../../../mail/template.ts';

const client = 'http://localhost:5173';

/** The name that samples greet. */
export const sampleName = 'Zoë Ångström';

/** The data that every sample can tell. */
export function sampleContext(): MailContext {
  return { name: sampleName, link: client, time: new Date('2026-03-05T14:02:00Z') };
}

/** The device and the address that somebody signed in from, in samples. */
export const samplePlace = {
  device: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0',
  address: '203.0.113.7',
};

/** A page of the client application, with a token. */
export function sampleLink(page: string): string {
  return `${client}/${page}?token=c2FtcGxlLXRva2VuLW9mLXRoaXJ0eS10d28tYnl0ZXM`;
}

import { PassThrough } from 'node:stream';
import type { Answer } from './http.ts';

/** Tells open pages by server-sent events that the mailbox changed. */
export function createLiveUpdates() {
  const pages = new Set<PassThrough>();
  return {
    subscribe(): Answer {
      const page = new PassThrough();
      pages.add(page);
      page.once('close', () => pages.delete(page));
      page.write('retry: 1000\n\n');
      return { status: 200, headers: { 'Content-Type': 'text/event-stream' }, body: page };
    },
    tell(): void {
      for (const page of pages) page.write('data: changed\n\n');
    },
  };
}

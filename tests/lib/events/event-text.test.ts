import { describe, expect, it } from '@jest/globals';
import { eventText } from '../../../lib/events/event-text.ts';
import { whyUnsendable } from '../../../lib/message-bounds.ts';

/** An event whose data has this text. */
const eventOf = (text: string) => ({
  id: '019a0000-0000-7000-8000-000000000001',
  type: 'note.taken',
  version: 1,
  time: '2026-03-08T09:30:00.000Z',
  subject: 'notes/1',
  data: { text },
  correlationId: 'c1',
});

describe('the text of an event', () => {
  it.each(['\u0000\u001F', '\uFFFE\uFFFF', 'half \uD83D', '"\\', '😀', '\u007F\u0085\u2028'])(
    'is taken by every queue, and read as it was: %j',
    (text) => {
      const written = eventText(eventOf(text));

      expect(whyUnsendable(written, Buffer.byteLength(written))).toBeUndefined();
      expect(JSON.parse(written)).toEqual(eventOf(text));
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { claims } from '../../../lib/messaging/claims.ts';
import { deliveryOf } from '../../../lib/messaging/delivery.ts';
import { createTestClock } from '../../support/clock.ts';
import { type MessageFields, sqsRecord } from '../../support/queue.ts';

const eventId = '019a0000-0000-7000-8000-0000000000e1';
const clock = createTestClock();
const delivered = (fields: MessageFields) => deliveryOf('email', sqsRecord(fields), fields.content, clock);

describe('a delivery', () => {
  it('tells which message it is, and which of its receives', () => {
    expect(delivered({ messageId: 'm7', receives: 2 })).toMatchObject({ messageId: 'm7', receives: 2 });
  });

  it.each([
    ['of the event', { id: eventId }, eventId],
    ['of the message, where its content has none', {}, 'm1'],
    ['of the message, where its content has another', { id: 7 }, 'm1'],
    ['of the message, where it has no content', undefined, 'm1'],
  ])('has the id %s', (_, content, expected) => {
    expect(delivered({ content }).eventId).toBe(expected);
  });

  it.each([
    [true, 1, true],
    [true, 2, false],
    [false, 1, false],
  ])('of a message that was sent on (%p) counts as a decision at receive %d: %p', (redriven, receives, expected) => {
    expect(delivered({ redriven, receives }).redriven).toBe(expected);
  });

  it('claims by the queue and the event', () => {
    const stamp = { commitId: 'c1', now: clock() };

    const action = delivered({ content: { id: eventId } })
      .claim()
      .action(stamp);

    expect(action).toMatchObject({ kind: 'put', item: claims.key({ consumer: 'email', eventId }) });
  });
});

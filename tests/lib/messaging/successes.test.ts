import { expect, it } from '@jest/globals';
import { DependencyDown } from '../../../lib/messaging/decisions.ts';
import { createSuccesses } from '../../../lib/messaging/successes.ts';
import { createTestClock } from '../../support/clock.ts';
import { sqsRecord } from '../../support/queue.ts';

const down = new DependencyDown('MAIL_UNAVAILABLE', 'The server is down');
const history = { messageId: 'm1', sentAt: '2026-03-08T09:00:00.000Z', tries: 0, probe: 'p1' };

it.each([
  ['alone, where another one was done with while it waited', { history }, 10, 'RefusedAlone'],
  ['as an outage, before it has waited its time', { history }, 9, 'DependencyDown'],
  ['as an outage, where it is received again', { history, receives: 2 }, 10, 'DependencyDown'],
  ['as an outage, where it is no probe', {}, 10, 'DependencyDown'],
])('counts a message that finds its server down %s', (_, fields, seconds, name) => {
  const clock = createTestClock();
  const successes = createSuccesses(clock);
  const record = sqsRecord({ sentAt: clock(), ...fields });
  clock.advance(seconds);
  successes.note();

  expect(successes.reasonOf(down, record)).toMatchObject({ name, code: 'MAIL_UNAVAILABLE' });
});

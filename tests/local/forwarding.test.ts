import { describe, expect, it } from '@jest/globals';
import { forward, forwardTo } from '../../local/forwarding.ts';

const failing = () =>
  forwardTo(
    async () => {
      throw new Error('broken');
    },
    () => {},
  );

describe('what calls a function', () => {
  it('gets an answer when it is a request, whatever the function does', async () => {
    failing();

    expect(await forward('users-get-user', { requestContext: {} })).toMatchObject({ statusCode: 500 });
  });

  it('is told when it is a timetable, which nobody reads an answer of', async () => {
    failing();

    await expect(forward('queues-sweep-events', { source: 'aws.events' })).rejects.toThrow('broken');
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createSend } from '../../../local/chaos/persistence.ts';

let api: Server;

afterEach(() => {
  api.closeAllConnections();
  api.close();
});

type Reply = readonly [status: number, body: string] | undefined;

/** What is said to an API that answers so, one after the other; `undefined` ends the connection. */
async function sendTo(...answers: readonly Reply[]) {
  return (await startApi(answers))('/v1/any', {});
}

async function startApi(answers: readonly Reply[], patienceMilliseconds = 20_000) {
  const left = [...answers];
  api = createServer((incoming, outgoing) => {
    const answer = left.shift();
    if (answer) outgoing.writeHead(answer[0]).end(answer[1]);
    else incoming.socket.destroy();
  });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const { port } = api.address() as AddressInfo;
  return createSend(`http://127.0.0.1:${port}`, { pauseMilliseconds: 1, patienceMilliseconds });
}

describe('a patient client', () => {
  it('goes on with the first answer', async () => {
    expect(await sendTo([204, ''])).toEqual({ status: 204, isRepeated: false });
  });

  it.each([
    ['a connection that breaks', undefined],
    ['a broken server', [503, '{}'] as const],
    ['a function that died', [500, '{"message":"Internal Server Error"}'] as const],
  ])('tries again after %s, and says so', async (_, first) => {
    expect(await sendTo(first, [409, '{"code":"DUPLICATE_EMAIL"}'])).toEqual({
      status: 409,
      code: 'DUPLICATE_EMAIL',
      isRepeated: true,
    });
  });

  it('takes a refusal for an answer', async () => {
    expect(await sendTo([400, '{"code":"INVALID_TOKEN"}'])).toEqual({
      status: 400,
      code: 'INVALID_TOKEN',
      isRepeated: false,
    });
  });

  it('loses its patience with a server that stays broken, and says what it last heard', async () => {
    const send = await startApi(
      [
        [503, '{}'],
        [500, '{}'],
      ],
      -1,
    );

    await expect(send('/v1/any', {})).rejects.toThrow('POST /v1/any has no answer but 503');
  });
});

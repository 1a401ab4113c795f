import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What stands where SES is: it keeps the mails that it takes, and answers 503 while it is down. */
export interface FakeSes {
  readonly endpoint: string;
  /** How many mails it has taken about each event, by the id of the event. */
  countByEvent(): ReadonlyMap<string, number>;
  setDown(isDown: boolean): void;
  stop(): Promise<void>;
}

interface SendEmail {
  readonly Content: { readonly Raw: { readonly Data: string } };
}

export async function startFakeSes(): Promise<FakeSes> {
  const counts = new Map<string, number>();
  let isDown = false;
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as SendEmail;
    response.setHeader('Content-Type', 'application/json');
    if (isDown) {
      response.writeHead(503, { 'x-amzn-errortype': 'ServiceUnavailable' }).end('{}');
      return;
    }
    const eventId = eventOf(Buffer.from(body.Content.Raw.Data, 'base64').toString());
    counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
    response.end('{"MessageId":"0100"}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    countByEvent: () => counts,
    setDown: (down) => {
      isDown = down;
    },
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

function eventOf(source: string): string {
  return /^X-Polyclinic-Message-ID:\s*<([^.>]+)\./im.exec(source)?.[1] ?? 'none';
}

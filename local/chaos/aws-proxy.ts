import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Call, isReceive, readCall, type ServiceName } from './calls.ts';
import type { Faults } from './faults.ts';
import { type Exchange, strike, type Victims } from './strike.ts';

export interface FaultProxyOptions {
  /** Base URL of the service itself. */
  readonly target: string;
  readonly faults: Pick<Faults, 'meet'>;
  readonly victims: Victims;
  /**
   * Settles when functions can be called, until when no message is handed out: Lambda can always be called, and a message must
   * not use up its tries while it waits for a laptop.
   */
  readonly mayReceive?: () => Promise<void>;
}

export interface FaultProxy {
  readonly port: number;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Starts a proxy between the product and an AWS service that speaks JSON; a call without a fault passes as it is. */
export async function startAwsProxy(
  service: Exclude<ServiceName, 'SMTP'>,
  { target, faults, victims, mayReceive = async () => {} }: FaultProxyOptions,
): Promise<FaultProxy> {
  async function forward({ method = 'POST', url = '/', headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    // Each call has its own connection: a kept one may end at the wrong moment, which would be an unplanned fault.
    const sent = request(new URL(url, target), { method, headers, agent: false }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode ?? 500, headers: answer.headers, body: await buffer(answer) };
  }

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const ask = () => forward(incoming, body);
    const call = readCall(service, incoming.headers, body);
    if (isReceive(incoming.headers)) await mayReceive();
    if (call) await strike(faults.meet(call), exchangeOf(call, ask, outgoing), victims);
    else write(outgoing, await ask());
  }

  const server = createServer((incoming, outgoing) => {
    // A service that is down shows as a connection that ends.
    handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

function exchangeOf(call: Call, forward: () => Promise<Answer>, outgoing: ServerResponse): Exchange {
  let kept: Answer | undefined;
  return {
    call,
    async ask() {
      kept = await forward();
    },
    async answer() {
      write(outgoing, kept ?? (await forward()));
    },
    cut: () => void outgoing.destroy(),
    refuse: (reason) => write(outgoing, refusals[call.service === 'SQS' ? 'SQS' : 'DynamoDB'][reason]),
    gone: new Promise((resolve) => outgoing.once('close', resolve)),
  };
}

function write(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(status, headers).end(body);
}

const refusals = {
  DynamoDB: {
    throttle: refusal(400, 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException'),
    '500': refusal(500, 'com.amazonaws.dynamodb.v20120810#InternalServerError'),
  },
  SQS: {
    throttle: refusal(400, 'com.amazonaws.sqs#RequestThrottled'),
    '500': refusal(500, 'com.amazonaws.sqs#InternalFailure'),
  },
} as const;

function refusal(status: number, __type: string): Answer {
  const body = Buffer.from(JSON.stringify({ __type, message: 'a fault of the chaos harness' }));
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}

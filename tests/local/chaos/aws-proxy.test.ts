import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FaultProxy, startAwsProxy } from '../../../local/chaos/aws-proxy.ts';
import { createFaults, type Mode } from '../../../local/chaos/faults.ts';
import type { Victims } from '../../../local/chaos/strike.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const victims: Victims = { killFunctions: async () => {}, killService: async () => {}, reviveService: async () => {} };

let service: Server;
let taken: string[];
let proxy: FaultProxy;
let client: DynamoDBClient;
let faults: ReturnType<typeof createFaults>;

beforeEach(async () => {
  taken = [];
  service = createServer(async (incoming, outgoing) => {
    taken.push(String(incoming.headers['x-amz-target']));
    for await (const _ of incoming);
    outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{"Attributes":{"pk":{"S":"old"}}}');
  });
  await once(service.listen(0, '127.0.0.1'), 'listening');
  faults = createFaults();
  proxy = await startAwsProxy('DynamoDB', { target: urlOf(service), faults, victims });
  client = new DynamoDBClient({
    ...{ region: 'us-east-1', credentials, endpoint: `http://127.0.0.1:${proxy.port}`, maxAttempts: 3 },
    requestHandler: { requestTimeout: 2_500, throwOnRequestTimeout: true },
  });
});

afterEach(async () => {
  client.destroy();
  await proxy.stop();
  service.closeAllConnections();
  service.close();
});

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const remove = () =>
  client.send(new DeleteItemCommand({ TableName: 'polyclinic-local-identity', Key: { pk: { S: 'USER#1' } } }));

function strikeFirst(mode: Mode) {
  faults.reset({ point: 'step: DynamoDB DeleteItem identity user #1', mode });
  faults.enter('step');
}

/** The name of the error that a call ends in. */
const failureOf = (call: Promise<unknown>) => call.then(String, (error: Error) => error.name);

describe('the proxy in front of an AWS service', () => {
  it('hands what passes over as it is', async () => {
    expect((await remove()).Attributes).toEqual({ pk: { S: 'old' } });
    expect(taken).toEqual(['DynamoDB_20120810.DeleteItem']);
  });

  it('cuts every attempt of a call before the service hears of it, and lets the next call pass', async () => {
    strikeFirst('cut-before');

    await expect(remove()).rejects.toThrow();
    const takenOfFirst = taken.length;
    await remove();

    expect([takenOfFirst, taken.length]).toEqual([0, 1]);
  });

  it('cuts every attempt after the service has done it, and lets the next call pass', async () => {
    strikeFirst('cut-after');

    await expect(remove()).rejects.toThrow();
    await remove();

    expect(taken).toHaveLength(4);
  });

  it('has the service do twice what is asked once', async () => {
    strikeFirst('duplicate');

    await remove();

    expect(taken).toHaveLength(2);
  });

  it.each([
    ['throttle', 'ProvisionedThroughputExceededException'],
    ['500', 'InternalServerError'],
  ] as const)('answers %s in the words of DynamoDB, which hears nothing', async (mode, name) => {
    strikeFirst(mode);

    expect(await failureOf(remove())).toBe(name);
    expect(taken).toEqual([]);
  });

  it('says nothing to a call that hangs, until the client gives up', async () => {
    strikeFirst('hang');
    const patience = AbortSignal.timeout(100);

    const failure = await failureOf(
      client.send(new DeleteItemCommand({ TableName: 'polyclinic-local-identity', Key: { pk: { S: 'USER#1' } } }), {
        abortSignal: patience,
      }),
    );

    expect(failure).toMatch(/Abort|Timeout/);
    expect(taken).toEqual([]);
  });

  it('ends a connection that it cannot hand on, since the service is down', async () => {
    service.closeAllConnections();
    service.close();

    await expect(remove()).rejects.toThrow();
  });
});

describe('the proxy in front of SQS', () => {
  let sqs: SQSClient;
  let sqsProxy: FaultProxy;
  let queue: { QueueUrl: string };
  let mayReceive: Promise<void>;

  beforeEach(async () => {
    mayReceive = Promise.resolve();
    const options = { target: urlOf(service), faults, victims, mayReceive: () => mayReceive };
    sqsProxy = await startAwsProxy('SQS', options);
    const endpoint = `http://127.0.0.1:${sqsProxy.port}`;
    sqs = new SQSClient({ region: 'us-east-1', credentials, endpoint, maxAttempts: 1 });
    queue = { QueueUrl: `${endpoint}/000000000000/polyclinic-local-email` };
  });

  afterEach(async () => {
    sqs.destroy();
    await sqsProxy.stop();
  });

  it('answers a throttle in the words of SQS', async () => {
    faults.reset({ point: 'step: SQS SendMessage email #1', mode: 'throttle' });
    faults.enter('step');

    const failure = await failureOf(sqs.send(new SendMessageCommand({ ...queue, MessageBody: 'hello' })));

    expect(failure).toBe('RequestThrottled');
  });

  it('hands no message out while there is no function to take it', async () => {
    const functions = Promise.withResolvers<void>();
    mayReceive = functions.promise;

    const receiving = sqs.send(new ReceiveMessageCommand(queue));
    // Whatever else is asked goes its way meanwhile.
    await sqs.send(new DeleteMessageCommand({ ...queue, ReceiptHandle: 'any' }));
    const takenMeanwhile = [...taken];
    functions.resolve();
    await receiving;

    expect(takenMeanwhile).toEqual(['AmazonSQS.DeleteMessage']);
    expect(taken.at(-1)).toBe('AmazonSQS.ReceiveMessage');
  });
});

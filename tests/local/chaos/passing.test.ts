import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { stream } from '../../../lib/streams/trigger.ts';
import { createFaults } from '../../../local/chaos/faults.ts';
import type { Flow, Passage } from '../../../local/chaos/flow.ts';
import { pass } from '../../../local/chaos/passing.ts';
import type { Rig } from '../../../local/chaos/rig.ts';

const point = 'first: SMTP mail #1';
const call = { service: 'SMTP', what: 'mail', invocation: '1', byFunctions: true } as const;

const dispatch = {
  name: 'queues-dispatch-events',
  trigger: stream({ table: 'events', changes: ['INSERT'], batchSize: 1, grants: [] }),
};

let mailbox: Server;
let dataDir: string;
/** What happened, in its order. */
let events: string[];
/** Items of the identity table, by pages. */
let stored: object[][];
let mishaps: string[];
let rig: Rig;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'passing-'));
  await mkdir(path.join(dataDir, 'mailbox'));
  await takeMails();
  [events, stored, mishaps] = [[], [[]], []];
  mailbox = createServer(({ method, url }, outgoing) => {
    events.push(`${method} ${url}`);
    outgoing.writeHead(204).end();
  });
  await once(mailbox.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(mailbox.address() as AddressInfo).port}`;
  const dynamoDb = Object.assign(new DynamoDBClient({ region: 'us-east-1' }), { send: answer });
  rig = {
    cloud: { apiUrl: url, mailboxUrl: url },
    functions: { up: async () => void events.push('up') },
    faults: createFaults(),
    clients: { dynamoDb, streams: { send: answer }, sqs: { send: answer } },
    ...{ readers: [dispatch], sqsEndpoint: url, dataDir },
    takeMishaps: () => mishaps.splice(0),
  } as unknown as Rig;
});

afterEach(() => {
  mailbox.closeAllConnections();
  mailbox.close();
});

/** A cloud at rest. */
async function answer({ constructor: { name }, input }: { constructor: { name: string }; input: never }) {
  const { TableName = '', IndexName, ExclusiveStartKey } = input as Record<string, never>;
  if (name === 'ListStreamsCommand') {
    events.push('drained');
    return { Streams: [{ StreamArn: 'stream' }] };
  }
  if (name === 'DescribeStreamCommand') return { StreamDescription: { Shards: [] } };
  if (name === 'GetQueueAttributesCommand') {
    return {
      Attributes: {
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
        ApproximateNumberOfMessagesDelayed: '0',
      },
    };
  }
  if (IndexName || !String(TableName).endsWith('-identity')) return { Count: 0, Items: [] };
  const page = ExclusiveStartKey ? 1 : 0;
  const Items = (stored[page] ?? []).map((item) => marshall(item));
  return { Items, ...(page + 1 < stored.length && { LastEvaluatedKey: { pk: { S: 'next' } } }) };
}

const takeMails = (...subjects: readonly string[]) =>
  writeFile(
    path.join(dataDir, 'mailbox', 'mailbox.jsonl'),
    subjects
      .map((subject) => ({
        subject,
        text: '',
        to: [{ address: 'ada@example.com' }],
        source: 'Message-ID: <1@test>\r\n',
      }))
      .map((mail) => `${JSON.stringify(mail)}\n`)
      .join(''),
  );

const person = (id: string) => ({ pk: `USER#${id}`, sk: 'PERSON', entity: 'person' });

function flowOf(steps: Passage['steps'], expected: Partial<Flow> = {}): Flow {
  const passage = { steps, complaintsAbout: () => [] };
  return { name: 'test', begin: () => passage, items: {}, events: [], audit: [], mails: [], ...expected };
}

describe('a passage', () => {
  it('begins when the functions are up, with an empty mailbox, and each step when the one before is done to its end', async () => {
    const step = (name: string) => async () => void events.push(name);

    const outcome = await pass(rig, flowOf({ first: step('first'), second: step('second') }), 1);

    expect(events).toEqual(['up', 'DELETE /email/all', 'first', 'drained', 'second', 'drained']);
    expect(outcome).toMatchObject({ complaints: [], copies: 0, struck: false });
  });

  it('judges what is there that was not there before, on every page', async () => {
    stored = [[person('seeded')], []];
    const flow = flowOf(
      {
        async register() {
          stored = [[person('seeded'), person('new')], [person('newer')]];
        },
      },
      { items: { 'identity person': 1 } },
    );

    const { complaints } = await pass(rig, flow, 1);

    expect(complaints).toEqual(['items: 2 of identity person, not 1']);
  });

  it('names its calls by its steps, and says whether the blow fell', async () => {
    const flow = flowOf({ first: async () => void events.push(String(rig.faults.meet(call))) });

    const outcome = await pass(rig, flow, 1, { point, mode: 'cut-before' });

    expect(outcome).toMatchObject({ points: [point], struck: true, complaints: [] });
    expect(events).toContain('cut-before');
    expect(rig.faults.struck).toBe(false);
  });

  it.each([
    ['cut-after', [], 1],
    ['cut-before', ['mails: 1 copies too many, not none'], 1],
  ] as const)(
    'allows a second copy of a mail only where the blow leaves it open: %s',
    async (mode, complaints, copies) => {
      const flow = flowOf({ first: () => takeMails('Welcome', 'Welcome') }, { mails: ['Welcome'] });

      expect(await pass(rig, flow, 1, { point, mode })).toMatchObject({ complaints, copies });
    },
  );

  it('that breaks off complains of the reason', async () => {
    const flow = flowOf({
      async first() {
        throw new Error('registering answered 400');
      },
    });

    expect((await pass(rig, flow, 1)).complaints).toEqual(['registering answered 400']);
  });

  it('complains of a blow that could not fall', async () => {
    const flow = flowOf({ first: async () => void mishaps.push('the blow did not fall: no child') });

    expect((await pass(rig, flow, 1)).complaints).toEqual(['the blow did not fall: no child']);
  });
});

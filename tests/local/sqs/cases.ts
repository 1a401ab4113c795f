import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A queue of one case, on whatever SQS its client asks. */
export interface Place {
  readonly client: SQSClient;
  readonly QueueUrl: string;
}

/** What SQS does, as a row: how it is tried, and what comes of it. */
export interface Case {
  readonly title: string;
  readonly attempt: (place: Place) => Promise<unknown>;
  readonly expected: unknown;
}

const attributes = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`a${index}`, { DataType: 'String', StringValue: 'x' }]),
  );

const send = (input: object) => (place: Place) => outcomeOf(place, { MessageBody: 'x', ...input });

/** Sends one message; answers what is received of it, or the name of the error. */
async function outcomeOf({ client, QueueUrl }: Place, input: { MessageBody: string }): Promise<unknown> {
  try {
    await client.send(new SendMessageCommand({ QueueUrl, ...input }));
  } catch (error) {
    return codeOf(error);
  }
  return (await receive({ client, QueueUrl })).map(({ Body }) => Body);
}

/** Sends entries as one batch; answers the ids that went through, and what was refused by which code. */
const sendBatch =
  (...entries: readonly object[]) =>
  async ({ client, QueueUrl }: Place) => {
    const Entries = entries.map((entry, index) => ({ Id: String(index), MessageBody: 'x', ...entry }));
    const { Successful = [], Failed = [] } = await client
      .send(new SendMessageBatchCommand({ QueueUrl, Entries }))
      .catch((error: unknown): Partial<SendMessageBatchCommandOutput> => ({ Failed: [failureOf(error)] }));
    return { sent: Successful.map(({ Id }) => Id), refused: Failed.map(({ Id, Code }) => [Id, Code]) };
  };

const failureOf = (error: unknown) => ({ Id: 'all', Code: codeOf(error), SenderFault: true });

/** The code of an error, which the older protocol of SQS writes with its own name before it. */
function codeOf(error: unknown): string {
  return error instanceof Error ? error.name.replace('AWS.SimpleQueueService.', '') : String(error);
}

async function receive({ client, QueueUrl }: Place): Promise<Message[]> {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  return Messages;
}

/** Gives a message up after one receive, and answers what its dead-letter queue has. */
async function deadLettersOf({ client, QueueUrl }: Place): Promise<unknown> {
  const name = `${QueueUrl.split('/').at(-1)}-source`;
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(QueueUrl), maxReceiveCount: 1 });
  const Attributes = { RedrivePolicy, VisibilityTimeout: '0' };
  const { QueueUrl: source = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  await client.send(new SendMessageCommand({ QueueUrl: source, MessageBody: 'given up 😀' }));
  for (let times = 0; times < 2; times++) await receive({ client, QueueUrl: source });
  return (await receive({ client, QueueUrl })).map(({ Body }) => Body);
}

const arnOf = (url: string) => `arn:aws:sqs:us-east-1:000000000000:${url.split('/').at(-1)}`;

const everyBorder = '\t\n\r ~\u007F\uD7FF\uE000\uFFFD\u{10000}😀\u{10FFFF}';
const refusedCharacters = ['\u0000', '\u0008', '\u000B', '\u001F', '\uFFFE', '\uFFFF'];

/** What SQS refuses, and what it takes, of messages that are sent. The client itself judges the digests of what it gets. */
export const cases: readonly Case[] = [
  { title: 'takes a message with 😀', attempt: send({ MessageBody: 'well 😀' }), expected: ['well 😀'] },
  {
    title: 'takes the characters at each border',
    attempt: send({ MessageBody: everyBorder }),
    expected: [everyBorder],
  },
  {
    title: 'takes 1 MiB of 😀',
    attempt: async (place) => {
      const bodies = (await outcomeOf(place, { MessageBody: '😀'.repeat(262_144) })) as string[];
      return bodies.map((body) => Buffer.byteLength(body));
    },
    expected: [1_048_576],
  },
  {
    title: 'refuses a byte more',
    attempt: send({ MessageBody: 'x'.repeat(1_048_577) }),
    expected: 'InvalidParameterValue',
  },
  { title: 'gives up a message with 😀 as it is', attempt: deadLettersOf, expected: ['given up 😀'] },
  ...refusedCharacters.map((character) => ({
    title: `refuses the character ${JSON.stringify(character)}`,
    attempt: send({ MessageBody: `x${character}` }),
    expected: 'InvalidMessageContents',
  })),
  { title: 'refuses an empty message', attempt: send({ MessageBody: '' }), expected: 'MissingParameter' },
  { title: 'refuses a delay of 901 s', attempt: send({ DelaySeconds: 901 }), expected: 'InvalidParameterValue' },
  { title: 'refuses a delay of -1 s', attempt: send({ DelaySeconds: -1 }), expected: 'InvalidParameterValue' },
  { title: 'takes a delay of 900 s', attempt: send({ DelaySeconds: 900 }), expected: [] },
  {
    title: 'refuses eleven attributes',
    attempt: send({ MessageAttributes: attributes(11) }),
    expected: 'InvalidParameterValue',
  },
  { title: 'takes ten attributes', attempt: send({ MessageAttributes: attributes(10) }), expected: ['x'] },
  {
    title: 'refuses of a batch what it would refuse alone, and takes the others',
    attempt: sendBatch(
      { DelaySeconds: 901 },
      {},
      { MessageAttributes: attributes(11) },
      { MessageBody: '\uFFFF' },
      { MessageBody: '😀' },
    ),
    expected: {
      sent: ['1', '4'],
      refused: [
        ['0', 'InvalidParameterValue'],
        ['2', 'InvalidParameterValue'],
        ['3', 'InvalidMessageContents'],
      ],
    },
  },
  {
    title: 'refuses a batch of eleven as a whole, though one of them would be refused',
    attempt: sendBatch({ DelaySeconds: 901 }, ...Array(10).fill({})),
    expected: { sent: [], refused: [['all', 'TooManyEntriesInBatchRequest']] },
  },
  {
    title: 'refuses a batch as a whole where the id of an entry is too long',
    attempt: sendBatch({ Id: 'x'.repeat(81) }, {}),
    expected: { sent: [], refused: [['all', 'InvalidBatchEntryId']] },
  },
  {
    title: 'refuses a batch of more than 1 MiB as a whole',
    attempt: sendBatch({ MessageBody: 'x'.repeat(1_048_576) }, {}),
    expected: { sent: [], refused: [['all', 'BatchRequestTooLong']] },
  },
];

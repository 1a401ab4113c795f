import * as z from 'zod';
import { type Output, schema } from '../../lib/schemas.ts';
import type { AskSqs, SqsAnswer, SqsCall } from './call.ts';
import { contentOf, withContent } from './content.ts';

const wish = schema(() =>
  z.looseObject({ QueueUrl: z.string(), MessageSystemAttributeNames: z.array(z.string()).default([]) }),
);
const message = schema(() =>
  z.looseObject({ ReceiptHandle: z.string(), Attributes: z.record(z.string(), z.string()) }),
);
type Received = Output<typeof message>;
const received = schema(() => z.looseObject({ Messages: z.array(message()) }));
const retention = schema(() => z.object({ Attributes: z.object({ MessageRetentionPeriod: z.coerce.number() }) }));

/**
 * Receives messages of a queue that are not older than the queue keeps them. Older ones are deleted, and others received in
 * their place; until then they count among those that wait.
 */
export async function receiveKept(call: SqsCall, ask: AskSqs, now: Date): Promise<SqsAnswer> {
  const input = wish().safeParse(contentOf(call)).data;
  if (!input) return ask(call);
  const { QueueUrl, MessageSystemAttributeNames: names } = input;
  const dated = { ...input, MessageSystemAttributeNames: [...names, 'SentTimestamp'] };
  const answer = await ask(withContent(call, dated));
  const output = received().safeParse(contentOf(answer)).data;
  if (!output) return answer;
  const oldest = now.getTime() - (await secondsKept(call, QueueUrl, ask)) * 1_000;
  const { kept = [], over = [] } = Object.groupBy(output.Messages, ({ Attributes: { SentTimestamp } }) =>
    Number(SentTimestamp) < oldest ? 'over' : 'kept',
  );
  await Promise.all(over.map(({ ReceiptHandle }) => remove(call, { QueueUrl, ReceiptHandle }, ask)));
  if (kept.length === 0) return receiveKept(call, ask, now);
  return withContent(answer, { ...output, Messages: isAsked(names) ? kept : kept.map(withoutTime) });
}

function isAsked(names: readonly string[]): boolean {
  return names.includes('All') || names.includes('SentTimestamp');
}

/** A message as its receiver asked for it: when it was sent was a question of ours. */
function withoutTime({ Attributes: { SentTimestamp: _, ...attributes }, ...rest }: Received) {
  return Object.keys(attributes).length > 0 ? { ...rest, Attributes: attributes } : rest;
}

async function secondsKept(call: SqsCall, QueueUrl: string, ask: AskSqs): Promise<number> {
  const asked = { QueueUrl, AttributeNames: ['MessageRetentionPeriod'] };
  const answer = await ask(withContent(operation(call, 'GetQueueAttributes'), asked));
  return retention().parse(contentOf(answer)).Attributes.MessageRetentionPeriod;
}

function remove(call: SqsCall, input: object, ask: AskSqs): Promise<SqsAnswer> {
  return ask(withContent(operation(call, 'DeleteMessage'), input));
}

/** The call of another operation by the same caller. */
function operation(call: SqsCall, name: string): SqsCall {
  return { ...call, headers: { ...call.headers, 'x-amz-target': `AmazonSQS.${name}` } };
}

import * as z from 'zod';
import { schema } from '../../lib/schemas.ts';
import type { AskSqs, SqsAnswer, SqsCall } from './call.ts';
import { contentOf, withContent } from './content.ts';

const most = { delaySeconds: 900, attributes: 10 };

const message = schema(() =>
  z.looseObject({
    DelaySeconds: z.number().optional(),
    MessageAttributes: z.record(z.string(), z.unknown()).optional(),
  }),
);
const batch = schema(() => z.looseObject({ Entries: z.array(message().extend({ Id: z.string() })) }));
const outcome = schema(() => z.looseObject({ Failed: z.array(z.looseObject({ Id: z.string() })) }));

/** A body that is refused in its entry alone, so that the entry takes its part in what is refused of a batch as a whole. */
const refusedBody = '\u0000';

/** Refuses a message that SQS would not take, and passes any other on. */
export async function passSend(call: SqsCall, ask: AskSqs): Promise<SqsAnswer> {
  const input = message().safeParse(contentOf(call)).data;
  const reason = input && refusalOf(input);
  if (!reason) return ask(call);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': 'InvalidParameterValue;Sender',
  };
  const content = { __type: 'com.amazonaws.sqs#InvalidParameterValue', message: reason };
  return { status: 400, headers, body: Buffer.from(JSON.stringify(content)) };
}

/** Refuses those messages of a batch that SQS would not take, and passes it on with the others. */
export async function passSendBatch(call: SqsCall, ask: AskSqs): Promise<SqsAnswer> {
  const input = batch().safeParse(contentOf(call)).data;
  const reasons = new Map(
    input?.Entries.flatMap((entry) => [refusalOf(entry) ?? []].flat().map((it) => [entry.Id, it])),
  );
  if (!input || reasons.size === 0) return ask(call);
  const Entries = input.Entries.map((entry) =>
    reasons.has(entry.Id) ? { Id: entry.Id, MessageBody: refusedBody } : entry,
  );
  const answer = await ask(withContent(call, { ...input, Entries }));
  const output = outcome().safeParse(contentOf(answer)).data;
  if (!output) return answer;
  const Failed = output.Failed.map((failed) => {
    const reason = reasons.get(failed.Id);
    return reason === undefined ? failed : { ...failed, Code: 'InvalidParameterValue', Message: reason };
  });
  return withContent(answer, { ...output, Failed });
}

/** Tells why SQS would refuse a message that fauxqs takes, in the words of SQS. */
function refusalOf({ DelaySeconds = 0, MessageAttributes = {} }: z.output<ReturnType<typeof message>>) {
  const count = Object.keys(MessageAttributes).length;
  if (DelaySeconds < 0 || DelaySeconds > most.delaySeconds)
    return `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: Must be between 0 and 900, if provided.`;
  if (count > most.attributes) return `Number of message attributes [${count}] exceeds the allowed maximum [10].`;
  return undefined;
}

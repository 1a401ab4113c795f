import type { AskSqs, SqsAnswer, SqsCall } from './call.ts';
import { receiveKept } from './retention.ts';
import { passSend, passSendBatch } from './sends.ts';

/** How one operation is passed on, of which `now` is the time. */
type Pass = (call: SqsCall, ask: AskSqs, now: Date) => Promise<SqsAnswer>;

const passes: Readonly<Record<string, Pass>> = {
  'AmazonSQS.SendMessage': passSend,
  'AmazonSQS.SendMessageBatch': passSendBatch,
  'AmazonSQS.ReceiveMessage': receiveKept,
};

/** Answers a call of SQS, where need be by itself and otherwise by what `ask` answers to it. */
export function passSqs(call: SqsCall, ask: AskSqs, now: Date = new Date()): Promise<SqsAnswer> {
  const pass = passes[String(call.headers['x-amz-target'])];
  return pass ? pass(call, ask, now) : ask(call);
}

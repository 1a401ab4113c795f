import type { AskSqs, SqsAnswer, SqsCall } from './call.ts';

/** Answers a call of SQS, where need be by itself and otherwise by what `ask` answers to it. */
export function passSqs(call: SqsCall, ask: AskSqs): Promise<SqsAnswer> {
  return ask(call);
}

import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/** A call of SQS as it came in, its body whole; its length is counted anew when it is passed on. */
export interface SqsCall {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a call of SQS is answered by; its length is counted anew, and needs no header. */
export interface SqsAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Asks the SQS behind the gate; rejects when the caller has gone, or when there is no answer. */
export type AskSqs = (call: SqsCall) => Promise<SqsAnswer>;

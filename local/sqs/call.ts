import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

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

/** Whether a request is one of SQS: by its target, by what it is signed for, or by a path that fauxqs has of its own. */
export function isOfSqs({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  const isSignedForIt = /\/sqs\/aws4_request\b/.test(headers.authorization ?? '');
  return 'x-amz-target' in headers || isSignedForIt || url.startsWith('/_fauxqs/');
}

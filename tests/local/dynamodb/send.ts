import type { Call, Input } from '../../../local/dynamodb/call.ts';

/** Sends a call as it is, past the checks of an SDK; answers the status and what was in the body. */
export async function sendTo(
  endpoint: string,
  { operation, input }: Call,
): Promise<{ status: number; output: Input; headers: Headers }> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    body: JSON.stringify(input),
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
    },
  });
  return { status: answer.status, output: (await answer.json()) as Input, headers: answer.headers };
}

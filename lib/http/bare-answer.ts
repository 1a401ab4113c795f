import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { deprecationHeaders } from './deprecation.ts';
import { problemOf } from './problem.ts';
import type { ClientRequest } from './request.ts';
import { securityHeaders } from './security-headers.ts';
import type { HttpTrigger } from './trigger.ts';

/** The bare 500, which says nothing of its error, with the headers of every other answer. */
export function bareAnswer(
  trigger: HttpTrigger,
  asked: Pick<ClientRequest, 'id' | 'path'> & Partial<Pick<ClientRequest, 'params'>>,
): APIGatewayProxyStructuredResultV2 {
  const { status, headers, body } = problemOf(undefined, asked, new Date());
  return {
    statusCode: status,
    headers: {
      ...securityHeaders(trigger.page === true),
      'x-request-id': asked.id,
      'cache-control': 'no-store',
      ...deprecationHeaders(trigger.deprecated, asked.params),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}

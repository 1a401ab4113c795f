import { queue, type Statement } from './statements.ts';

/** What feeds a function: a queue by its short name, or the stream of a table. */
export type Source = { readonly queue: string } | { readonly stream: string };

/** What a function's role must allow so that Lambda can feed it from a queue or a stream. */
export function feedingStatements(source: Source): Statement[] {
  if ('queue' in source) {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] as const;
    return [{ actions, on: queue(source.queue) }];
  }
  const actions = ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream'] as const;
  return [
    { actions, on: { kind: 'stream', table: source.stream } },
    { actions: ['dynamodb:ListStreams'], on: { kind: 'account' } },
  ];
}

import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from '../lib/aws/dynamodb.ts';
import type { Item } from '../lib/data/database.ts';
import { translate } from '../lib/data/dynamo-error.ts';
import { retry } from '../lib/data/retry.ts';
import { tableName } from '../lib/data/table.ts';
import type { Scan } from '../lib/indexing/rebuild.ts';
import { sleep } from '../lib/live/sleep.ts';

/** How many items are read at once: few enough to be worked on, and told of, before long. */
const itemsAtOnce = 500;

/** Goes through a table of the stage from its beginning to its end, which costs all of it. */
export const scanTable: Scan = async function* scanTable(table, { keysOnly }) {
  let after: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const command = new ScanCommand({
      TableName: tableName(table),
      Limit: itemsAtOnce,
      // An entry that is read a moment late would be taken for one that is missing.
      ConsistentRead: true,
      ...(keysOnly && { ProjectionExpression: 'pk, sk' }),
      ...(after && { ExclusiveStartKey: after }),
    });
    const page = await retry(
      (abortSignal) =>
        dynamoDb()
          .send(command, { abortSignal })
          .catch((error: unknown) => {
            throw translate(error);
          }),
      sleep,
    );
    yield (page.Items ?? []) as Item[];
    after = page.LastEvaluatedKey;
  } while (after);
};

#!/usr/bin/env bash
# Packages: @aws-sdk/client-dynamodb 3.1162.0 with @smithy/util-retry 4.3.0.
# Guess:    ConfiguredRetryStrategy(1000, …) makes up to 1,000 tries of each call, with the pauses that one gives it.
# Seen:     a quota that it does not tell of ends them: of a store that throttles the first call makes about a hundred tries,
#           and each call after it one. All callers of a client share the quota, and only successes fill it again.
# Matters:  after one busy moment nobody's calls are tried again, in a client that was told to try a thousand times.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @aws-sdk/client-dynamodb@3.1162.0 @smithy/util-retry@4.3.0
cat >ask.mjs <<'JS'
import { createServer } from 'node:http';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ConfiguredRetryStrategy } from '@smithy/util-retry';
let tries = 0;
const body = JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'busy' });
const server = createServer((request, response) => {
  tries += 1;
  request.resume();
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${server.address().port}`, region: 'us-east-1',
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  retryStrategy: new ConfiguredRetryStrategy(1_000, () => 0),
});
const triesOfCall = async () => {
  tries = 0;
  await client.send(new ListTablesCommand({})).catch(() => {});
  return tries;
};
console.log(await triesOfCall(), await triesOfCall(), await triesOfCall());
client.destroy();
server.close();
JS
seen=$(node ask.mjs)
echo "tries of three calls: $seen"
[ "$seen" = '101 1 1' ] || { echo 'It is no longer so.'; exit 1; }

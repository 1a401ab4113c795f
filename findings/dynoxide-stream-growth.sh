#!/usr/bin/env bash
# Package:  @dynoxide/linux-x64 1.2.1, with @aws-sdk/client-dynamodb 3.1162.0.
# Guess:    a write costs the same however many were made before it, whether its table has a stream or not.
# Seen:     without a stream it does; with one the sixth 2,000 writes take over twice as long as the first.
# Matters:  a table that is filled with a hundred thousand items takes minutes without a stream, and did not end in an hour
#           with one, though nobody reads it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @dynoxide/linux-x64@1.2.1 @aws-sdk/client-dynamodb@3.1162.0
cat >fill.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
const free = createServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const { port } = free.address();
free.close();
const server = spawn('node_modules/@dynoxide/linux-x64/dynoxide', ['serve', '--host', '127.0.0.1', '--port', `${port}`]);
const client = new DynamoDBClient({
  endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', maxAttempts: 1,
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
});
while (!(await client.send(new ListTablesCommand({})).catch(() => undefined))) await pause(100);
const ratioOf = async (TableName, stream) => {
  await client.send(new CreateTableCommand({
    TableName, BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], ...stream,
  }));
  const milliseconds = [];
  for (let fill = 0, number = 0; fill < 6; fill++) {
    const began = performance.now();
    for (let batch = 0; batch < 80; batch++) {
      const puts = Array.from({ length: 25 }, () => ({ PutRequest: { Item: { pk: { S: `item-${number++}` } } } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
    }
    milliseconds.push(performance.now() - began);
  }
  return milliseconds.at(-1) / milliseconds[0];
};
const plain = await ratioOf('plain', {});
const streamed = await ratioOf('streamed', { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } });
console.log(plain.toFixed(1), streamed.toFixed(1), plain < 1.5 && streamed > 2 ? 'grows with a stream alone' : 'otherwise');
client.destroy();
server.kill();
JS
seen=$(node fill.mjs)
echo "the sixth 2,000 writes in times of the first, without a stream and with one: $seen"
case "$seen" in *'grows with a stream alone') ;; *) echo 'It is no longer so.'; exit 1 ;; esac

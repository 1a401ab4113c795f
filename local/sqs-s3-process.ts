import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localCredentials } from './credentials.ts';
import { openS3 } from './s3/start.ts';
import { isOfSqs } from './sqs/call.ts';
import { startInnerSqs } from './sqs/fauxqs.ts';
import { serveSqs } from './sqs/serve.ts';

const [port = '', dataDir] = process.argv.slice(2);

const { accessKeyId, secretAccessKey } = localCredentials(process.env);
const { AWS_REGION: region = 'us-east-1' } = process.env;
const s3 = openS3(dataDir, { credentials: { [accessKeyId]: secretAccessKey }, region, now: () => new Date() });
const inner = await startInnerSqs(dataDir);
const server = createServer((incoming, outgoing) => {
  const served = isOfSqs(incoming) ? serveSqs(incoming, outgoing, inner) : s3(incoming, outgoing);
  // A service that cannot answer shows as a connection that ends.
  served.catch(() => outgoing.destroy());
});
server.listen(Number(port), '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));

// Closing would wait for long polls that nobody receives; what is kept was written at once.
process.on('SIGTERM', () => process.exit(0));
// Ctrl-C reaches the whole group, while the parent decides when this process ends.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));

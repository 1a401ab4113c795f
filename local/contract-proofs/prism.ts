import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Workshop } from './workshop.ts';

/** Prism before a cloud: it answers for itself where a request or the answer is not as the document says. */
export interface Prism {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Prism on a free port, with the document in the workshop; throws with what it printed where it ends at once. */
export async function startPrism(workshop: Workshop, apiUrl: string): Promise<Prism> {
  const port = await freePort();
  const args = ['proxy', 'openapi.json', apiUrl, '--errors', '--port', String(port)];
  const child = workshop.start('node_modules/@stoplight/prism-cli/dist/index.js', args);
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes('Prism is listening')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`Prism ended with ${code}:\n${printed}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new TypeError('A server of TCP has a port.');
  return address.port;
}

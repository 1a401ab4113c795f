import { Server } from 'node:net';
import { startFauxqs } from 'fauxqs';

const [port = '', dataDir] = process.argv.slice(2);

// fauxqs would listen on every interface of the machine, but nothing here is for others to reach.
const listen = Server.prototype.listen;
Server.prototype.listen = function (this: Server, ...args: unknown[]) {
  const [first] = args;
  if (typeof first === 'object' && first !== null && 'host' in first) args[0] = { ...first, host: '127.0.0.1' };
  return Reflect.apply(listen, this, args);
} as typeof listen;

const server = await startFauxqs({ port: Number(port), logger: false, ...(dataDir && { dataDir }) });

// Closing would wait for long polls that nobody receives; what is kept was written at once.
process.on('SIGTERM', () => process.exit(0));
// Ctrl-C reaches the whole group, while the parent decides when this process ends.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
process.send?.(server.port);

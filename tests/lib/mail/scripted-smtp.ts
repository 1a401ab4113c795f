import { EventEmitter, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Deadline } from '../../../lib/mail/transport.ts';

/** Where in the dialogue something happens: `message` is the dot that ends it. */
export type Point = 'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'message';

/** What the server says there, without a line's end; or what it does instead of saying something. */
export type Script = Readonly<Partial<Record<Point, string>>>;

/** Says nothing, and stays. */
export const silence = 'silence';
/** Ends the connection without a word. */
export const hangUp = 'hang up';
/** Says something byte by byte, and never comes to its end. */
export const dribble = 'dribble';

const commands = ['EHLO', 'MAIL', 'RCPT', 'DATA'] as const;

const polite: Required<Script> = {
  greeting: '220 ready',
  EHLO: '250 at your service',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go on',
  message: '250 taken',
};

export type ScriptedSmtp = Awaited<ReturnType<typeof startScriptedSmtp>>;

/** An SMTP server on loopback that behaves by a script, and is polite where that says nothing. */
export async function startScriptedSmtp(script: Script = {}) {
  const reached: Point[] = [];
  const points = new EventEmitter<Record<Point, []>>();
  const at = (point: Point, socket: Socket) => {
    reached.push(point);
    react(socket, { ...polite, ...script }[point]);
    points.emit(point);
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    read(socket, (point) => at(point, socket));
    at('greeting', socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.once('close', () => sockets.delete(socket))));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often the dialogue came to a point. */
    times: (point: Point) => reached.filter((each) => each === point).length,
    /** Ends each handover when it is next at a point. */
    deadlineAt(point: Point): Deadline {
      return () => {
        const patience = new AbortController();
        points.once(point, () => patience.abort());
        return patience.signal;
      };
    },
    async stop() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Cuts what a client sends into commands, and the message after DATA. */
function read(socket: Socket, at: (point: Point) => void): void {
  let text = '';
  let ending = '\r\n';
  socket.on('data', (bytes) => {
    text += bytes.toString('latin1');
    for (let end = text.indexOf(ending); end >= 0; end = text.indexOf(ending)) {
      const point = ending === '\r\n' ? commands.find((command) => text.startsWith(command)) : 'message';
      text = text.slice(end + ending.length);
      if (point) at(point);
      ending = point === 'DATA' ? '\r\n.\r\n' : '\r\n';
      // The line of DATA itself ends in what an empty message begins with.
      if (point === 'DATA') text = `\r\n${text}`;
    }
  });
}

function react(socket: Socket, reaction: string): void {
  if (reaction === silence) return;
  if (reaction === hangUp) socket.end();
  else if (reaction === dribble) dribbleTo(socket);
  else socket.write(`${reaction}\r\n`);
}

function dribbleTo(socket: Socket): void {
  const timer = setInterval(() => socket.write('2'), 50);
  socket.once('close', () => clearInterval(timer));
}

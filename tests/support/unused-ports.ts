import { requireFreePorts } from '../../local/ports.ts';

/** Between the ports of temporary clouds and those that Linux gives to connections, and to servers that take any. */
const lowest = 30_000;
const portsOfWorker = 340;
/** Tests run side by side, each of these workers among ports of its own. */
const worker = (Number(process.env.JEST_WORKER_ID ?? 1) - 1) % 8;
let asked = process.pid;

/** A port that nothing listens on, and that nobody else is given before the test makes use of it. */
export async function unusedPort(): Promise<number> {
  const port = lowest + worker * portsOfWorker + (asked++ % portsOfWorker);
  const isFree = await requireFreePorts([{ server: 'test', port, variable: 'none' }], 0).then(
    () => true,
    () => false,
  );
  return isFree ? port : unusedPort();
}

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { forward, forwardTo } from '../../local/forwarding.ts';
import { answerOwnFaults, leaveAnswers, letThrough } from '../../local/gateway.ts';
import type { HapiServer } from '../../local/offline.ts';

/** The server of serverless-offline, as `node_modules` has it. */
interface OfflineServer {
  createServer(): Promise<void>;
  createRoutes(name: string, event: object, handler: string): void;
  start(): Promise<void>;
  stop(timeout: number): Promise<void>;
  getServer(): HapiServer & { readonly info: { readonly port: number } };
}

export interface OfflineOptions {
  /** The route of each function by its name, `POST /v1/things` or `$default`. */
  readonly routes: Readonly<Record<string, string>>;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  readonly report?: (line: string) => void;
  /** Whether serverless-offline serves as it comes, without what we mend in it. */
  readonly isRaw?: boolean;
}

/** Serves routes by serverless-offline in this process, on a free port. */
export async function startOffline({ routes, invoke, report = () => {}, isRaw = false }: OfflineOptions) {
  const file = path.resolve('node_modules/serverless-offline/src/events/http/HttpServer.js');
  const { default: HttpServer } = await import(pathToFileURL(file).href);
  const options = { host: '127.0.0.1', httpPort: 0, noAuth: true, disableCookieValidation: true };
  const service = { provider: { name: 'aws' }, custom: {} };
  const lambda = { get: (name: string) => functionOf(name, isRaw ? invoke : forward) };
  const offline: OfflineServer = new HttpServer({ service, config: { servicePath: '.' } }, options, lambda);
  await offline.createServer();
  for (const [name, routeKey] of Object.entries(routes))
    offline.createRoutes(name, { isHttpApi: true, payload: '2.0', routeKey }, 'local/forward.handler');
  const server = offline.getServer();
  forwardTo(invoke, report);
  if (!isRaw) mend(server, report);
  await offline.start();
  return { server, url: `http://127.0.0.1:${server.info.port}`, stop: () => offline.stop(0) };
}

function mend(server: HapiServer, report: (line: string) => void): void {
  letThrough(server);
  leaveAnswers(server);
  answerOwnFaults(server, report);
}

function functionOf(name: string, run: OfflineOptions['invoke']) {
  let event: unknown;
  return {
    setEvent(given: unknown) {
      event = given;
    },
    runHandler: () => run(name, event),
  };
}

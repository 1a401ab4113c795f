import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedFunction, LocalTrigger } from './function-messages.ts';
import type { LocalSettings } from './settings.ts';

/** The parts of the framework's object that we use. */
export interface Serverless {
  readonly serviceDir: string;
  readonly service: {
    functions: Record<string, { readonly timeout?: number }>;
    custom?: Record<string, unknown>;
    readonly provider: { timeout?: number; httpApi?: { cors?: { allowedOrigins?: string[] } } };
  };
  readonly pluginManager: { getPlugins(): readonly object[] };
}

/** The parts of serverless-offline's plugin object that we use. */
export interface ServerlessOffline {
  start(): Promise<void>;
  end(skipExit: boolean): Promise<void>;
  internals(): { getApiGatewayServer(): HapiServer };
}

export interface HapiServer {
  ext(
    event: 'onRequest' | 'onPreHandler' | 'onPreResponse',
    method: (request: HapiRequest, toolkit: { continue: symbol }) => symbol,
  ): void;
  readonly events: { on(event: 'response', listener: () => void): void };
  /** Settings that hapi reads with each answer. */
  readonly settings: { compression: object | false };
  table(): readonly { readonly settings: { readonly response: { ranges: boolean } } }[];
}

export interface HapiRequest {
  readonly headers: Record<string, string | undefined>;
  /** In lower case; `setMethod` changes it before a route is chosen. */
  method: string;
  setMethod(method: string): void;
  readonly raw: { readonly req: RawRequest };
  /** The body as bytes, by the routes of serverless-offline; null where there is none. */
  readonly payload: Buffer | null;
  /** The URL; null where it cannot be parsed. */
  readonly url: URL | null;
  /** The cookies by their names. */
  state: Record<string, string[]> | null;
  setUrl(url: string): void;
  /** What is answered: `source` is its body; where hapi refuses by itself it is the error, and `output` in place of both. */
  readonly response: {
    readonly source?: unknown;
    readonly headers?: Headers;
    charset?(name: string): void;
    readonly stack?: string;
    readonly output?: { readonly headers: Headers; statusCode: number; payload: unknown };
  };
}

interface RawRequest {
  readonly method?: string | undefined;
  readonly url: string;
  /** Header names and values in turn, of which the event is made. */
  readonly rawHeaders: string[];
  /** Header values by names in lower case. */
  readonly headersDistinct: Readonly<Record<string, readonly string[] | undefined>>;
}

type Headers = Record<string, unknown>;

/** Finds the plugin that serves HTTP and schedules. */
export function findOffline(serverless: Serverless): ServerlessOffline {
  const plugin = serverless.pluginManager.getPlugins().find((each) => 'internals' in each);
  if (!plugin) throw new Error('serverless.yml must list serverless-offline after local/plugin.cjs');
  return plugin as ServerlessOffline;
}

/** Configures serverless-offline, so that serverless.yml holds nothing that is only local. */
export async function configureOffline(
  serverless: Serverless,
  settings: LocalSettings,
  clientOrigin: string,
): Promise<void> {
  const { service } = serverless;
  // EventBridge counts in UTC, node-schedule in the zone of this process.
  process.env.TZ = 'UTC';
  service.custom = {
    ...service.custom,
    'serverless-offline': {
      host: '127.0.0.1',
      httpPort: settings.httpPort,
      websocketPort: settings.webSocketPort,
      lambdaPort: settings.lambdaPort,
      noPrependStageInUrl: true,
      noSponsor: true,
      // A process of ours runs the functions and bounds their time, to which the in-process handler hands over.
      useInProcess: true,
      noTimeout: true,
      // Hapi would refuse every request with a cookie of another application; see gateway.ts.
      disableCookieValidation: true,
    },
  };
  const cors = service.provider.httpApi?.cors;
  if (cors) cors.allowedOrigins = [clientOrigin];
  await muteOffline();
}

/** Mutes serverless-offline's own lines but for warnings and errors: each call is logged by its function. */
async function muteOffline(): Promise<void> {
  const file = path.resolve(import.meta.dirname, '../node_modules/serverless-offline/src/utils/log.js');
  const { setLogUtils } = await import(pathToFileURL(file).href);
  const print = (...parts: unknown[]) => process.stderr.write(`${parts.map(textOf).join(' ')}\n`);
  setLogUtils({ log: { warning: print, error: print, debug() {}, info() {}, verbose() {}, notice() {} } });
}

function textOf(part: unknown): string {
  return part instanceof Error ? (part.stack ?? part.message) : String(part);
}

/** Serves the routes and schedules of these functions from now on; each call goes through `forward.mjs`. */
export function setFunctions(serverless: Serverless, loaded: readonly LoadedFunction[]): void {
  serverless.service.functions = Object.fromEntries(
    loaded.map(({ name, trigger }) => [name, describeFunction(name, trigger)]),
  );
}

function describeFunction(name: string, trigger: LocalTrigger): object {
  return { name, handler: 'local/forward.handler', events: eventsOf(trigger) };
}

function eventsOf(trigger: LocalTrigger): object[] {
  switch (trigger.kind) {
    case 'http':
      return [{ httpApi: trigger.path === '$default' ? '*' : { method: trigger.method, path: trigger.path } }];
    case 'schedule':
      return [{ schedule: { rate: [trigger.rate], enabled: true } }];
    default:
      return [];
  }
}

/** Hides the box of two lines a route that serverless-offline prints at its start; answers what shows lines again. */
export function muteConsole(): () => void {
  const { console } = globalThis;
  globalThis.console = { ...console, log() {} };
  return () => {
    globalThis.console = console;
  };
}

/** Starts serverless-offline again, with other routes and schedules. */
export async function restartOffline(offline: ServerlessOffline): Promise<void> {
  const require = createRequire(import.meta.url);
  const fromOffline = createRequire(require.resolve('serverless-offline'));
  await offline.end(true);
  // serverless-offline stops its servers, but not its timers.
  await fromOffline('node-schedule').gracefulShutdown();
  const unmute = muteConsole();
  await offline.start().finally(unmute);
}

/** Restricts which origins may read answers, as API Gateway does; serverless-offline by itself allows any. */
export function restrictOrigins(server: HapiServer, allowedOrigins: readonly string[]): void {
  server.ext('onPreResponse', ({ headers, response }, toolkit) => {
    const sent = response.output?.headers ?? response.headers ?? {};
    // Hapi appends the same names once more.
    delete sent['access-control-expose-headers'];
    if (headers.origin && !allowedOrigins.includes(headers.origin))
      for (const name of Object.keys(sent)) if (name.startsWith('access-control-')) delete sent[name];
    return toolkit.continue;
  });
}

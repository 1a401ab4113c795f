import { root } from '../infra/functions.ts';
import { originOf } from '../lib/base-url.ts';
import { type Cloud, claimPlaces, startCloud } from './cloud.ts';
import { DataDirUnusable } from './data-dir.ts';
import { KeptDataOutdated } from './definitions/kept.ts';
import { forwardTo } from './forwarding.ts';
import { functionEnvironment } from './function-environment.ts';
import { type Functions, startFunctions } from './functions.ts';
import { FunctionsUnloadable } from './host.ts';
import { keepRunning } from './keep-running.ts';
import { configureOffline, findOffline, muteConsole, type Serverless, setFunctions } from './offline.ts';
import { PortTaken } from './ports.ts';
import { SeedingFailed } from './run-seed.ts';
import { type Serving, startServing } from './serving.ts';
import { SettingMalformed } from './setting-values.ts';
import { localSettings } from './settings.ts';

/** The local cloud as hooks of the framework, around those of serverless-offline. */
export interface LocalPlugin {
  /** Starts services, data and functions, before serverless-offline starts. */
  prepare(): Promise<void>;
  /** Starts triggers and reload and prints the banner, once serverless-offline serves HTTP. */
  serve(): Promise<void>;
  /** Stops everything, before serverless-offline ends. */
  stop(): Promise<void>;
}

/** The time limit in seconds of a function that the framework did not know of when it started. */
const defaultTimeoutSeconds = 30;
/** How long after Ctrl-C this process ends, whatever still runs; its children end with it. */
const stopMilliseconds = 2_500;

export function createLocalPlugin(serverless: Serverless): LocalPlugin {
  const report = (message: string) => void process.stdout.write(`${message}\n`);
  const timeouts = new Map(Object.entries(serverless.service.functions).map(([name, { timeout }]) => [name, timeout]));
  const timeoutOf = (name: string) => timeouts.get(name) ?? defaultTimeoutSeconds;
  const settings = orExplain(localSettings);
  const environment = orExplain(() => functionEnvironment(settings));
  const clientOrigin = originOf(environment.POLYCLINIC_CLIENT_URL ?? '');
  let started: { cloud: Cloud; functions: Functions; unmute: () => void } | undefined;
  let serving: Serving | undefined;

  async function start(): Promise<void> {
    const isFirst = await claimPlaces(settings, process.env.POLYCLINIC_FRESH === '1');
    const [cloud, functions] = await Promise.all([
      startCloud({ settings, isFirst, report }),
      startFunctions({ environment, timeoutOf, report }),
    ]);
    forwardTo(functions.invoke, report);
    setFunctions(serverless, functions.loaded);
    await configureOffline(serverless, settings, clientOrigin);
    started = { cloud, functions, unmute: muteConsole() };
  }

  return {
    async prepare() {
      await start().catch(explain);
    },
    async serve() {
      if (!started) return;
      started.unmute();
      keepRunning(process, report);
      const offline = findOffline(serverless);
      serving = await startServing({ ...started, serverless, offline, settings, clientOrigin, root, report });
    },
    async stop() {
      setTimeout(() => process.exit(0), stopMilliseconds).unref();
      await serving?.stop();
    },
  };
}

function orExplain<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return explain(error);
  }
}

/** Explains an error: one that the developer can mend in a line, and any other by its stack. Children end with us. */
function explain(error: unknown): never {
  const kinds = [PortTaken, DataDirUnusable, KeptDataOutdated, SeedingFailed, SettingMalformed, FunctionsUnloadable];
  const isTheirs = kinds.some((kind) => error instanceof kind);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`\n${isTheirs ? message : stack}\n`);
  process.exit(1);
}

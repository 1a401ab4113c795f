import { banner, reminder } from './banner.ts';
import type { Cloud } from './cloud.ts';
import type { LoadedFunction } from './function-messages.ts';
import type { Functions } from './functions.ts';
import { answerOwnFaults, leaveAnswers, letThrough } from './gateway.ts';
import { restartOffline, restrictOrigins, type Serverless, type ServerlessOffline, setFunctions } from './offline.ts';
import { startPatientSeeding } from './patient-seeding.ts';
import { reloadOnChange } from './reload.ts';
import type { LocalSettings } from './settings.ts';
import { shrinkMemory } from './shrink.ts';
import { createSubscriptions } from './triggers/subscriptions.ts';

export interface ServingOptions {
  readonly serverless: Serverless;
  readonly offline: ServerlessOffline;
  readonly settings: LocalSettings;
  readonly clientOrigin: string;
  readonly root: string;
  readonly cloud: Cloud;
  readonly functions: Functions;
  readonly report: (message: string) => void;
}

/** Everything that runs once serverless-offline listens. */
export interface Serving {
  /** Stops receiving, lets what is under way end, and ends the functions and the services. */
  stop(): Promise<void>;
}

/** Starts the triggers and the reload, and tells the developer where everything is. */
export async function startServing(options: ServingOptions): Promise<Serving> {
  const { serverless, offline, settings, clientOrigin, root, cloud, functions, report } = options;
  const subscriptions = createSubscriptions({ settings, clients: cloud.clients, invoke: functions.invoke, report });

  async function attach(loaded: readonly LoadedFunction[]): Promise<void> {
    const server = offline.internals().getApiGatewayServer();
    letThrough(server);
    leaveAnswers(server);
    answerOwnFaults(server, report);
    restrictOrigins(server, [clientOrigin]);
    // A request may have written something that a stream carries on.
    server.events.on('response', subscriptions.nudge);
    await subscriptions.update(loaded);
  }

  async function reroute(loaded: readonly LoadedFunction[]): Promise<void> {
    setFunctions(serverless, loaded);
    await restartOffline(offline);
    await attach(loaded);
  }

  await attach(functions.loaded);
  const stopReload = reloadOnChange({ root, functions, report, reroute });
  shrinkMemory();
  report(banner(settings, process.uptime()));
  // Nothing that a developer begins with waits for them.
  const patientSeeding = startPatientSeeding({
    ...{ most: settings.seededPatients, invoke: functions.invoke, report },
    reminder: reminder(settings),
  });
  return {
    async stop() {
      stopReload();
      patientSeeding.stop();
      await subscriptions.stop();
      await functions.stop();
      await cloud.stop();
    },
  };
}

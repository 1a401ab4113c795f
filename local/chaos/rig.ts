import { discoverFunctions } from '../../infra/functions.ts';
import { leaseMilliseconds } from '../../lib/messaging/leases.ts';
import { createClients, type LocalClients } from '../clients.ts';
import {
  type CloudPlace,
  findCloudPlace,
  forgetCloudPlace,
  type RunningCloud,
  startCloud,
} from '../temporary-cloud.ts';
import { type FaultProxy, type FaultProxyOptions, startAwsProxy } from './aws-proxy.ts';
import type { StreamReader } from './drain.ts';
import { createFaults, type Faults } from './faults.ts';
import { type FunctionsProcess, functionsProcessOf } from './functions-process.ts';
import { type Services, startServices } from './services.ts';
import { startSmtpProxy } from './smtp-proxy.ts';
import type { Victims } from './strike.ts';

/** A local cloud with a proxy on each of its ways out, and clients past the proxies that see what is true. */
export interface Rig {
  readonly cloud: RunningCloud;
  readonly functions: FunctionsProcess;
  readonly faults: Faults;
  /** Clients that no fault strikes. */
  readonly clients: LocalClients;
  readonly sqsEndpoint: string;
  readonly dataDir: string;
  readonly readers: readonly StreamReader[];
  /** Answers why blows did not fall as they should have, since the last call. */
  takeMishaps(): readonly string[];
  stop(): Promise<void>;
}

/**
 * How many seconds messages are hidden: longer than a lease, as deployed, so that a message does not use up its tries while a
 * dead worker holds its lease.
 */
const visibilitySeconds = Math.ceil(leaseMilliseconds / 1_000) + 1;

/** Starts the whole rig, on free ports and new data. */
export async function startRig(): Promise<Rig> {
  const place = await findCloudPlace();
  const services = await startServices(place);
  const faults = createFaults();
  const mishaps: string[] = [];
  let functions: FunctionsProcess | undefined;
  const victims: Victims = {
    killFunctions: () => noting(mishaps, async () => functions?.kill()),
    killService: (service) => noting(mishaps, () => services[service].kill()),
    reviveService: (service) => noting(mishaps, () => services[service].revive()),
  };
  const mayReceive = async () => functions?.up();
  const proxies = await startProxies(place, services, { faults, victims, mayReceive });
  const cloud = await startCloud(place, environmentOf(proxies, services));
  functions = functionsProcessOf(cloud);
  const [dynamodb, sqs] = [services.DynamoDB.endpoint, services.SQS.endpoint];
  return {
    cloud,
    functions,
    faults,
    clients: createClients({ dynamodb, sqs, s3: sqs }),
    sqsEndpoint: sqs,
    dataDir: place.dataDir,
    readers: await readersOfStreams(),
    takeMishaps: () => mishaps.splice(0),
    async stop() {
      await cloud.end('SIGTERM');
      await Promise.all([...Object.values(proxies), ...Object.values(services)].map((each) => each.stop()));
      await forgetCloudPlace(place);
    },
  };
}

async function readersOfStreams(): Promise<StreamReader[]> {
  const functions = await discoverFunctions();
  return functions.flatMap(({ name, trigger }) => (trigger.kind === 'stream' ? [{ name, trigger }] : []));
}

async function noting(mishaps: string[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    mishaps.push(`the blow did not fall: ${error instanceof Error ? error.message : error}`);
    throw error;
  }
}

type Proxies = Readonly<Record<'DynamoDB' | 'SQS' | 'SMTP', FaultProxy>>;

async function startProxies(
  { environment }: CloudPlace,
  { DynamoDB, SQS }: Services,
  options: Omit<FaultProxyOptions, 'target'>,
): Promise<Proxies> {
  const smtp = `smtp://127.0.0.1:${environment.POLYCLINIC_SMTP_PORT}`;
  return {
    DynamoDB: await startAwsProxy('DynamoDB', { target: DynamoDB.endpoint, ...options }),
    SQS: await startAwsProxy('SQS', { target: SQS.endpoint, ...options }),
    SMTP: await startSmtpProxy({ target: smtp, ...options }),
  };
}

/** The environment of the cloud, which does not start the services that are named here. */
function environmentOf(proxies: Proxies, services: Services): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${proxies.DynamoDB.port}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${proxies.SQS.port}`,
    AWS_ENDPOINT_URL_S3: services.SQS.endpoint,
    POLYCLINIC_MAIL_TRANSPORT: `smtp://127.0.0.1:${proxies.SMTP.port}`,
    POLYCLINIC_VISIBILITY_SECONDS: String(visibilitySeconds),
  };
}

import { baseUrl, originOf } from '../lib/base-url.ts';
import { problemsOfOptional } from '../lib/config.ts';
import { discoverFunctions, type FunctionDefinition } from './functions.ts';
import { describeDeployment, describeFunction } from './lambda.ts';
import type { OptionalQueueName } from './queues.ts';
import { alarmTopicOutputs, alarmTopicResources, domainAlarms, sharedAlarms } from './resources/alarms.ts';
import { apiOutputs, apiResources, localCors } from './resources/api.ts';
import { bucketResources } from './resources/buckets.ts';
import { dashboardResources } from './resources/dashboard.ts';
import { logGroupResources } from './resources/logs.ts';
import { mailResources } from './resources/mail.ts';
import { queueOutputs, queueResources } from './resources/queues.ts';
import { rootKeyOutputs, rootKeyResources } from './resources/root-key.ts';
import { streamOutputs, tableResources } from './resources/tables.ts';
import { parseUnusualCounts } from './resources/unusual-counts.ts';
import { roleOf } from './roles.ts';
import { exportName, type Stack, stackOf } from './stacks.ts';

/** What is described: one stack of a stage, or (`local`) all functions without AWS resources. */
export interface Target {
  readonly stage: string;
  readonly stack: Stack | 'local';
  /** The URL of the client application, whose origin CORS allows. */
  readonly clientUrl: string;
  /** The URL of the API. */
  readonly publicUrl: string;
  /** Whether the worker of each optional queue runs: `on` or `off`. */
  readonly optional: Readonly<Record<OptionalQueueName, string>>;
  /** Counts from which an alarm rings, as JSON, where they differ from the usual ones. */
  readonly unusualCounts?: string;
  /** The region that holds a replica of the data keys, or `none`. */
  readonly replicaRegion?: string;
  /** Variables that functions get as they stand; they are checked, because functions would fail on malformed ones. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Describes what serverless.yml takes from the triggers and the definitions of this folder. */
export async function describeService(target: Target) {
  requireUrl('publicUrl', target.publicUrl);
  const problems = problemsOfOptional(target.variables ?? {});
  if (problems.length > 0) throw new Error(`The parameters are no good: ${problems.join('; ')}.`);
  const functions = await discoverFunctions();
  if (target.stack === 'local') return describeLocal(functions, target);
  return target.stack === 'data' ? describeData(functions, target) : describeDomains(functions, target);
}

function describeLocal(functions: readonly FunctionDefinition[], { stage, clientUrl }: Target) {
  return {
    functions: byName(functions, (each) => describeFunction(each, stage)),
    httpApi: { cors: localCors(clientOriginOf(clientUrl)) },
    resources: {},
  };
}

/** What all other stacks depend on: tables, the root key, queues, buckets, mail, the HTTP API, alarms and the dashboard. */
function describeData(functions: readonly FunctionDefinition[], target: Target) {
  const { stage, clientUrl, optional, replicaRegion, unusualCounts = '{}' } = target;
  const particulars = { off: queuesOff(optional), unusualCounts: parseUnusualCounts(unusualCounts) };
  return {
    functions: {},
    httpApi: {},
    resources: {
      Resources: {
        ...tableResources(stage, replicaRegionOf(replicaRegion)),
        ...rootKeyResources(stage),
        ...queueResources(stage),
        ...bucketResources(stage),
        ...mailResources(stage),
        ...apiResources(stage, clientOriginOf(clientUrl)),
        ...alarmTopicResources(stage),
        ...sharedAlarms(stage, particulars),
        ...dashboardResources(stage, askedDomainsOf(functions)),
      },
      Outputs: {
        ...streamOutputs(stage),
        ...rootKeyOutputs(stage),
        ...queueOutputs(stage),
        ...apiOutputs(stage),
        ...alarmTopicOutputs(stage),
        ...ownBucketExport(stage, 'data'),
      },
    },
  };
}

/** The functions of some domains, with their roles, logs and alarms. */
function describeDomains(all: readonly FunctionDefinition[], { stage, stack, optional }: Target) {
  const functions = all.filter(({ domain }) => stackOf(domain) === stack);
  const domains = domainsOf(functions);
  const roles = functions.map((each) => roleOf(each, stage));
  const off = queuesOff(optional);
  return {
    functions: byName(functions, (each) => ({
      ...describeFunction(each, stage, { off }),
      ...describeDeployment(each, stage),
    })),
    httpApi: { id: { 'Fn::ImportValue': exportName(stage, 'HttpApiId') } },
    resources: {
      Resources: {
        ...Object.fromEntries(roles.map(({ logicalId, resource }) => [logicalId, resource])),
        ...logGroupResources(stage, domains),
        ...domainAlarms(stage, askedDomainsOf(functions)),
      },
      Outputs: ownBucketExport(stage, stack),
    },
  };
}

/**
 * The origin of the client. The gateway compares origins letter by letter: a slash or a path would silently keep every page
 * out.
 */
function clientOriginOf(clientUrl: string): string {
  return originOf(requireUrl('clientUrl', clientUrl));
}

function requireUrl(parameter: string, value: string): string {
  const parsed = baseUrl().safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`The parameter ${parameter} must be a URL as https://app.example.org, not ${value}.`);
}

/** The region of the replica of the data keys; throws for a value that is neither a region nor `none`. */
function replicaRegionOf(value = 'none'): string | undefined {
  if (value === 'none') return undefined;
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(value)) return value;
  throw new Error(`The parameter replicaRegion must be none or a region as eu-west-1, not ${value}.`);
}

/** The queues whose worker does not run; throws for a value that is neither `on` nor `off`. */
function queuesOff(optional: Target['optional']): string[] {
  return Object.entries(optional).flatMap(([queue, state]) => {
    if (state !== 'on' && state !== 'off') throw new Error(`The parameter ${queue} must be on or off, not ${state}.`);
    return state === 'off' ? [queue] : [];
  });
}

/** Exports the framework's bucket under a name with the stack; by its own name a second stack could not be deployed. */
function ownBucketExport(stage: string, stack: Target['stack']) {
  return { ServerlessDeploymentBucketName: { Export: { Name: exportName(stage, `${stack}-deployment-bucket`) } } };
}

function byName(functions: readonly FunctionDefinition[], describe: (definition: FunctionDefinition) => object) {
  return Object.fromEntries(functions.map((definition) => [definition.name, describe(definition)]));
}

function domainsOf(functions: readonly FunctionDefinition[]): string[] {
  return [...new Set(functions.map(({ domain }) => domain))].sort();
}

/** The domains that answer requests; of the others, whose functions only work, no line tells of a request. */
function askedDomainsOf(functions: readonly FunctionDefinition[]): string[] {
  return domainsOf(functions.filter(({ trigger }) => trigger.kind === 'http'));
}

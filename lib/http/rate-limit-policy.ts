import { optionalSetting } from '../config.ts';
import { type PolicyName, policyNames } from '../rate-limit-settings.ts';
import type { HttpTrigger } from './trigger.ts';

/** How many requests one subject may send in each window of so many seconds. */
export interface Policy {
  readonly name: PolicyName;
  readonly quota: number;
  readonly seconds: number;
}

export type Policies = Readonly<Record<PolicyName, Policy>>;

const usual: Readonly<Record<PolicyName, Omit<Policy, 'name'>>> = {
  anonymous: { quota: 100, seconds: 900 },
  'signed-in': { quota: 600, seconds: 900 },
  credentials: { quota: 60, seconds: 900 },
  refresh: { quota: 600, seconds: 900 },
  sensitive: { quota: 20, seconds: 900 },
  reads: { quota: 300, seconds: 60 },
  refusals: { quota: 100, seconds: 60 },
};

/** The policies of this stage; undefined where limits are off. */
export function livePolicies(): Policies | undefined {
  if (areOff()) return undefined;
  const changes = optionalSetting('POLYCLINIC_RATE_LIMIT_POLICIES');
  const policies = policyNames.map((name) => [name, { name, ...usual[name], ...changes[name] }]);
  return Object.fromEntries(policies) as Policies;
}

/** Whether limits are off, which they never are in a stage that others reach, whatever its variables say. */
function areOff(): boolean {
  return (
    optionalSetting('POLYCLINIC_RATE_LIMITS') === 'off' && /^(local$|test)/.test(optionalSetting('POLYCLINIC_STAGE'))
  );
}

/** Whether the requests of a route are counted in the store; for a read the count would cost more than the read itself. */
export function isCountedInStore({ method }: Pick<HttpTrigger, 'method'>): boolean {
  return method !== 'GET' && method !== 'ANY';
}

/** The name of the policy by which the requests of a route are counted. */
export function policyNameOf(trigger: Pick<HttpTrigger, 'method' | 'allow' | 'limit'>): PolicyName {
  if (!isCountedInStore(trigger)) return 'reads';
  return trigger.limit ?? (trigger.allow === 'public' ? 'anonymous' : 'signed-in');
}

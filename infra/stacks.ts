/** The stacks in the order in which they are deployed: what others stand on comes first. */
export const stacks = ['data', 'identity', 'clinic', 'shop', 'chat', 'platform'] as const;
export type Stack = (typeof stacks)[number];

/** Which stack the functions of a domain are deployed with. */
const stackOfDomain: Readonly<Record<string, Stack>> = {
  auth: 'identity',
  users: 'identity',
  sessions: 'identity',
  'api-keys': 'identity',
  clinics: 'clinic',
  doctors: 'clinic',
  patients: 'clinic',
  appointments: 'clinic',
  prescriptions: 'clinic',
  products: 'shop',
  orders: 'shop',
  payments: 'shop',
  rooms: 'chat',
  messages: 'chat',
  connections: 'chat',
  notifications: 'platform',
  jobs: 'platform',
  exports: 'platform',
  analytics: 'platform',
  reports: 'platform',
  audit: 'platform',
  queues: 'platform',
  system: 'platform',
};

/** The domains that a function may belong to. */
export const domains: readonly string[] = Object.keys(stackOfDomain);

/** The stack of a domain; throws for one that is not known. */
export function stackOf(domain: string): Stack {
  const stack = stackOfDomain[domain];
  if (!stack) throw new Error(`There is no domain ${domain}: functions/ has ${domains.join(', ')}.`);
  return stack;
}

/** The name of a stack in a stage. */
export function stackName(stage: string, stack: Stack): string {
  return `polyclinic-${stage}-${stack}`;
}

/** The name under which a stack shares a value with the others. */
export function exportName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

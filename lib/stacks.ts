/** The stacks into which functions are deployed, in that order, and the domains of each. */
export const domainsOfStacks = {
  identity: ['auth', 'users', 'sessions', 'api-keys'],
  clinic: ['clinics', 'doctors', 'patients', 'appointments', 'prescriptions'],
  shop: ['products', 'orders', 'payments'],
  chat: ['rooms', 'messages', 'connections'],
  operations: ['notifications', 'jobs', 'exports', 'reports', 'analytics', 'audit', 'queues', 'system'],
} as const satisfies Record<string, readonly string[]>;

/** A domain by its name. */
export type Domain = (typeof domainsOfStacks)[keyof typeof domainsOfStacks][number];

/** The domains that a function may belong to. */
export const domains: readonly string[] = Object.values(domainsOfStacks).flat();

/** The domain of a function, `auth`, by its short name, `auth-register-user`; the name itself where it belongs to none. */
export function domainOf(shortName: string): string {
  return domains.find((domain) => shortName.startsWith(`${domain}-`)) ?? shortName;
}

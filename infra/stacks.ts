import { domains, domainsOfStacks } from '../lib/stacks.ts';

export type Stack = 'data' | keyof typeof domainsOfStacks;

/** The stacks in the order in which they are deployed: what others depend on comes first. */
export const stacks: readonly Stack[] = ['data', ...(Object.keys(domainsOfStacks) as (keyof typeof domainsOfStacks)[])];

/** The stack of a domain's functions; throws for an unknown domain. */
export function stackOf(domain: string): Stack {
  const [stack] = Object.entries(domainsOfStacks).find(([, its]) => its.some((each) => each === domain)) ?? [];
  if (!stack) throw new Error(`There is no domain ${domain}: functions/ has ${domains.join(', ')}.`);
  return stack as Stack;
}

/** The name of a stack in a stage. */
export function stackName(stage: string, stack: Stack): string {
  return `polyclinic-${stage}-${stack}`;
}

/** The name under which a stack shares a value with the others. */
export function exportName(stage: string, name: string): string {
  return `polyclinic-${stage}-${name}`;
}

import { type FunctionDefinition, grantsOf } from '../../infra/functions.ts';
import { grantStatements } from '../../infra/grants.ts';
import { statementsOf } from '../../infra/roles.ts';
import type { Statement } from '../../infra/statements.ts';
import type { Grant } from '../../lib/grants.ts';
import { type Exemption, exemptions } from './exemptions.ts';
import { type FunctionUse, isAllowed, nameOfUsed, type Use, usesOf } from './use.ts';

/** A difference between what functions may do and what they were seen to do. */
export interface Finding {
  readonly functionName: string;
  readonly action: string;
  readonly resource: string;
  readonly problem: string;
}

/** Finds calls of functions that none of their grants covers. */
export function findUngranted(functions: readonly FunctionDefinition[], used: readonly FunctionUse[]): Finding[] {
  const statements = new Map(functions.map((each) => [each.name, statementsOf(each)]));
  return used
    .filter((use) => !isAllowed(statements.get(use.functionName) ?? [], use))
    .map((use) => finding(use.functionName, use, 'called, but no grant of the function allows it'));
}

/** Finds grants that nothing called for: a whole grant of a function, or an action of a grant. */
export function findUnneeded(
  functions: readonly FunctionDefinition[],
  used: readonly FunctionUse[],
  statements: Readonly<Record<string, readonly Statement[]>> = grantStatements,
  exempt: readonly Exemption[] = exemptions,
): Finding[] {
  const byFunction = Map.groupBy(used, ({ functionName }) => functionName);
  const usesIn = (grant: string) => usesOf(statements[grant] ?? []);
  /** What of a grant a run can show to be needed, by a function where one is named. */
  const provable = (grant: string, name?: string) => {
    const ofAll = exempt.filter(({ functions }) => functions === undefined || functions.some((each) => each === name));
    return usesIn(grant).filter((use) => !ofAll.some((each) => (each.grant ?? grant) === grant && isExempt(each, use)));
  };

  /** Whether a function needs a grant for a use, which it does not where another of its grants allows the same. */
  function needs({ name, trigger }: FunctionDefinition, grant: string, { action, ...of }: Use): boolean {
    const others = grantsOf(trigger).filter((each) => each !== grant);
    const elsewhere = others.flatMap((each) => statements[each] ?? []);
    const its = (byFunction.get(name) ?? []).filter((use) => isAllowed([{ actions: [action], ...of }], use));
    return its.some((use) => !isAllowed(elsewhere, use));
  }

  function unneededBy(definition: FunctionDefinition, grant: Grant): Finding[] {
    const uses = provable(grant, definition.name);
    if (uses.some((use) => needs(definition, grant, use))) return [];
    return uses.map((use) => finding(definition.name, use, `lists ${grant}, but has no need of it`));
  }

  function unneededIn(grant: string): Finding[] {
    const holders = functions.filter(({ trigger }) => grantsOf(trigger).some((each) => each === grant));
    const names = holders.map(({ name }) => name).join(', ') || 'no function';
    return provable(grant)
      .filter((use) => !holders.some((each) => needs(each, grant, use)))
      .map((use) => finding(names, use, `${grant} allows it, but none that has the grant needs it`));
  }

  return [
    ...functions.flatMap((each) => each.trigger.grants.flatMap((grant) => unneededBy(each, grant))),
    ...Object.keys(statements).flatMap(unneededIn),
  ];
}

/** Finds exemptions without a reason: a run did call the action, or no grant holds it. */
export function findStaleExemptions(
  used: readonly FunctionUse[],
  statements: Readonly<Record<string, readonly Statement[]>> = grantStatements,
  exempt: readonly Exemption[] = exemptions,
): Finding[] {
  const isGranted = (exemption: Exemption) =>
    usesOf(exemption.grant ? (statements[exemption.grant] ?? []) : Object.values(statements).flat()).some((use) =>
      isExempt(exemption, use),
    );
  // Who called an exempt action of one grant says nothing, since another grant may allow it as well.
  const isShown = ({ action, grant }: Exemption) => !grant && used.some((use) => use.action === action);
  return exempt
    .filter((exemption) => isShown(exemption) || !isGranted(exemption))
    .map(({ action }) => ({ functionName: '', action, resource: '', problem: 'exempt, but need not be any more' }));
}

function isExempt({ action, items }: Exemption, use: Use): boolean {
  return action === use.action && (items === undefined || use.items?.join() === items);
}

function finding(functionName: string, { action, ...of }: Use, problem: string): Finding {
  return { functionName, action, resource: nameOfUsed(of), problem };
}

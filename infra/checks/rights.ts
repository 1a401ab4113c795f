import { textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Problem, type Rule, resourcesOf } from './stack.ts';
import { auditActions, wildcardResources } from './wildcards.ts';

/** What a statement of a policy allows, its intrinsics resolved. */
interface Allowance {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** The condition as JSON. */
  readonly condition: string;
  /** Whether it has NotAction or NotResource, which allow all but what they name. */
  readonly isInverted: boolean;
}

/** Checks that roles allow single actions on single resources; what is wider stands in `wildcards.ts` with its reason. */
export const rights: Rule = (stack, stacks) => [
  ...policiesOf(stack).flatMap(([resource, policy]) =>
    [...new Set(allowancesOf(policy, stack, stacks).flatMap(excesses))].map((message) => ({ resource, message })),
  ),
  ...managedPolicies(stack),
];

/** Every policy of a stack, in a role or beside it, by the resource that it stands in. */
function policiesOf(stack: PackagedStack): (readonly [id: string, policy: unknown])[] {
  return [
    ...resourcesOf(stack, 'AWS::IAM::Role').flatMap(([id, { Policies }]) =>
      listOf(Policies).map((policy) => [id, policy] as const),
    ),
    ...['AWS::IAM::Policy', 'AWS::IAM::RolePolicy'].flatMap((type) => resourcesOf(stack, type)),
  ];
}

function managedPolicies(stack: PackagedStack): Problem[] {
  const message = 'managed policies allow more than is needed: spell the actions in infra/grants/';
  return [
    ...resourcesOf(stack, 'AWS::IAM::Role').filter(([, { ManagedPolicyArns }]) => listOf(ManagedPolicyArns).length > 0),
    ...resourcesOf(stack, 'AWS::IAM::ManagedPolicy'),
  ].map(([resource]) => ({ resource, message }));
}

function allowancesOf(policy: unknown, stack: PackagedStack, stacks: readonly PackagedStack[]): Allowance[] {
  return listOf(at(policy, 'PolicyDocument', 'Statement'))
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .map((statement) => {
      const textsOf = (key: string) => listOf(at(statement, key)).map((each) => textOf(each, stack, stacks));
      const isInverted = ['NotAction', 'NotResource'].some((key) => textsOf(key).length > 0);
      const condition = JSON.stringify(at(statement, 'Condition') ?? {});
      return { actions: textsOf('Action'), resources: textsOf('Resource'), condition, isInverted };
    });
}

function excesses({ actions, resources, condition, isInverted }: Allowance): string[] {
  return [
    ...(isInverted ? ['NotAction and NotResource allow whatever AWS adds: name what is allowed'] : []),
    ...actions.filter((action) => action.includes('*')).map((action) => `${action} is many actions: name each`),
    ...resources.flatMap((resource) => [
      ...actions.flatMap((action) => tooWide(action, resource, condition)),
      ...actions.flatMap((action) => beyondAppending(action, resource)),
      ...actions.flatMap((action) => beyondItems(action, resource, condition)),
    ]),
  ];
}

function tooWide(action: string, resource: string, given: string): string[] {
  const isExcepted = wildcardResources.some(
    ({ actions, resource: wide, condition }) =>
      actions.includes(action) && wide.test(resource) && (condition?.test(given) ?? true),
  );
  if (!resource.includes('*') || isExcepted) return [];
  return [`${action} on ${resource} is too wide: name the resource, or add a reason to infra/checks/wildcards.ts`];
}

/** Every item of a call is one of these kinds, whose keys begin with a word of their own. */
const boundToItems = /"ForAllValues:StringLike":\{"dynamodb:LeadingKeys":\[("[A-Z][A-Z-]*[^"]*",?)+\]/;

/** Of these tables each function has something: none may touch what is another's. */
function beyondItems(action: string, resource: string, condition: string): string[] {
  const [, shared] = /:table\/[^/]*-(platform|data-keys)$/.exec(resource) ?? [];
  if (!shared || boundToItems.test(condition)) return [];
  return [`${action} on the whole ${shared} table: say in infra/grants/ which of its items it is for`];
}

function beyondAppending(action: string, resource: string): string[] {
  const isAudit = /:table\/[^/]*-audit(\/|$)/.test(resource);
  if (!isAudit || action === 'dynamodb:PutItem' || Object.hasOwn(auditActions, action)) return [];
  return [`${action} on the audit table: it is append-only, so drop it or add a reason to infra/checks/wildcards.ts`];
}

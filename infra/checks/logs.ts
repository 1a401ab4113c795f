import { textOf } from './resolve.ts';
import { at, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

/** Checks that log lines are kept for a chosen time, and that each function's go to a defined group. */
export const logs: Rule = (stack, stacks) => {
  const defined = new Set(stacks.flatMap((each) => groupNames(each, stacks)));
  return [
    ...resourcesOf(stack, 'AWS::Logs::LogGroup')
      .filter(([, { RetentionInDays }]) => RetentionInDays === undefined)
      .map(([resource]) => ({ resource, message: 'its lines are kept for ever: set RetentionInDays' })),
    ...resourcesOf(stack, 'AWS::Lambda::Function')
      .map(([resource, properties]) => ({ resource, group: groupOf(properties, stack, stacks) }))
      .filter(({ group }) => !defined.has(group))
      .map(({ resource, group }) => ({
        resource,
        message: `Lambda makes the log group ${group} itself and keeps its lines for ever: define it with a retention`,
      })),
  ];
};

function groupNames(stack: PackagedStack, stacks: readonly PackagedStack[]): string[] {
  return resourcesOf(stack, 'AWS::Logs::LogGroup').map(([id]) => textOf({ Ref: id }, stack, stacks));
}

/** The log group that a function names, or the one that Lambda makes by the function's name. */
function groupOf(
  properties: Readonly<Record<string, unknown>>,
  stack: PackagedStack,
  stacks: readonly PackagedStack[],
): string {
  const named = at(properties.LoggingConfig, 'LogGroup');
  return named === undefined
    ? `/aws/lambda/${textOf(properties.FunctionName, stack, stacks)}`
    : textOf(named, stack, stacks);
}

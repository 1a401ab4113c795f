import { type Stack, stackName } from './stacks.ts';

/** Deploys one stack; rejects when that fails. */
type DeployStack = (stack: Stack) => Promise<void>;
type Print = (line: string) => void;

/** Describes what a deployment is going to do, before anything is done. */
export function planOf(order: readonly Stack[], stage: string, region: string): string {
  return [
    `This deploys stage ${stage} to ${region}, a stack after the other, and stops at the first that fails:`,
    ...order.map((stack) => `  ${stackName(stage, stack)}`),
    'A stack that has not changed is left as it is, so that the command can be run again.',
  ].join('\n');
}

/** Deploys stacks in their order and stops at the first that fails, naming what is left; answers whether all went well. */
export async function deployInOrder(
  order: readonly Stack[],
  stage: string,
  deploy: DeployStack,
  print: Print,
): Promise<boolean> {
  for (const [index, stack] of order.entries()) {
    print(`\n[${index + 1}/${order.length}] ${stackName(stage, stack)}`);
    try {
      await deploy(stack);
    } catch (error) {
      const left = order.slice(index).map((each) => stackName(stage, each));
      print(`\n${error instanceof Error ? error.message : error}`);
      print(`Not deployed: ${left.join(', ')}. Mend the cause and run the same command again.`);
      return false;
    }
  }
  return true;
}

import { describe, expect, it } from '@jest/globals';
import { deployInOrder, planOf } from '../../infra/deployment.ts';
import { readOptions, stacksOf } from '../../infra/framework.ts';
import { discoverFunctions } from '../../infra/functions.ts';
import { type Stack, stackOf, stacks } from '../../infra/stacks.ts';

const order: Stack[] = ['data', 'identity', 'operations'];

async function deploy(failing?: Stack) {
  const deployed: Stack[] = [];
  const printed: string[] = [];
  const succeeded = await deployInOrder(
    order,
    'test',
    async (stack) => {
      if (stack === failing) throw new Error('CREATE_FAILED');
      deployed.push(stack);
    },
    (line) => void printed.push(line),
  );
  return { deployed, succeeded, text: printed.join('\n') };
}

describe('a deployment', () => {
  it('says first which stacks of which stage it will touch, and where', () => {
    const plan = planOf(order, 'test', 'eu-central-1');

    expect(plan).toContain('stage test to eu-central-1');
    for (const stack of order) expect(plan).toContain(`polyclinic-test-${stack}`);
  });

  it('deploys what others stand on before them', async () => {
    expect(await deploy()).toMatchObject({ deployed: order, succeeded: true });
  });

  it('stops at the first stack that fails, and names all that is not deployed', async () => {
    const { deployed, succeeded, text } = await deploy('identity');

    expect(deployed).toEqual(['data']);
    expect(succeeded).toBe(false);
    expect(text).toContain('CREATE_FAILED');
    expect(text).toContain('Not deployed: polyclinic-test-identity, polyclinic-test-operations.');
  });

  it('leaves out stacks that no function is in', async () => {
    const functions = await discoverFunctions();
    const used = new Set(['data', ...functions.map(({ domain }) => stackOf(domain))]);

    expect(stacksOf(functions)).toEqual(stacks.filter((stack) => used.has(stack)));
    expect(stacksOf(functions.filter(({ domain }) => domain === 'system'))).toEqual(['data', 'operations']);
    expect(stacksOf([])).toEqual(['data']);
  });
});

describe('its options', () => {
  it('are the stage dev in us-east-1, unless said otherwise', () => {
    expect(readOptions([])).toEqual({ stage: 'dev', region: 'us-east-1', params: [] });
    expect(readOptions(['--stage', 'production', '--param', 'a=1', '--param', 'b=2'])).toMatchObject({
      stage: 'production',
      params: ['a=1', 'b=2'],
    });
  });

  it.each(['', 'Dev', 'my-stage', '1st', 'a'.repeat(17)])('refuse the stage %j, which names are made of', (stage) => {
    expect(() => readOptions([`--stage=${stage}`])).toThrow(/--stage must be/);
  });

  it('refuse what they do not know', () => {
    expect(() => readOptions(['--force'])).toThrow();
  });
});

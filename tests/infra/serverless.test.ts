import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { discoverFunctions, type FunctionDefinition, grantsOf, root, variablesOf } from '../../infra/functions.ts';
import { deadLetterQueue, optionalQueueNames, queues, visibilitySeconds } from '../../infra/queues.ts';
import { roleOf, statementsOf } from '../../infra/roles.ts';
import { describeService, type Target } from '../../infra/serverless.ts';
import { stackOf, stacks } from '../../infra/stacks.ts';
import { tables } from '../../infra/tables.ts';
import { switchVariable } from '../../lib/variable-names.ts';
import { everyOptionalQueue } from '../support/optional-queues.ts';

interface Described {
  readonly functions: Record<string, DescribedFunction>;
  readonly httpApi: object;
  readonly resources: { readonly Resources?: Record<string, Resource>; readonly Outputs?: Record<string, Output> };
}

interface DescribedFunction {
  readonly name: string;
  readonly timeout: number;
  readonly events: readonly object[];
  readonly environment: Record<string, unknown>;
  readonly role: object;
  readonly logs: { readonly logGroup: string };
}

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Output {
  readonly Export?: { readonly Name: string };
}

const urls = { clientUrl: 'https://app.polyclinic.test', publicUrl: 'https://api.polyclinic.test' };
const describeStack = (
  stack: Target['stack'],
  {
    stage = 'test',
    analytics = 'on',
    clientUrl = urls.clientUrl,
    publicUrl = urls.publicUrl,
    replicaRegion = 'none',
  } = {},
) =>
  describeService({
    ...{ stage, stack, clientUrl, publicUrl, replicaRegion, optional: { ...everyOptionalQueue('on'), analytics } },
  }) as Promise<unknown> as Promise<Described>;

const definitions = await discoverFunctions();
const described = new Map(await Promise.all(stacks.map(async (stack) => [stack, await describeStack(stack)] as const)));
const lambdaOf = ({ name, domain }: FunctionDefinition) => described.get(stackOf(domain))?.functions[name];
const dataResources = Object.values(described.get('data')?.resources.Resources ?? {});
const ofType = (type: string) => dataResources.filter(({ Type }) => Type === type);

/** Every value that stands under a key, however deep. */
function valuesUnder(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => (name === key ? [inner] : valuesUnder(key, inner)));
}

describe('a laptop', () => {
  it('has every function and nothing of AWS around them', async () => {
    const local = await describeStack('local');

    expect(Object.keys(local.functions).sort()).toEqual(definitions.map(({ name }) => name).sort());
    expect(local.resources).toEqual({});
  });
});

describe('the stacks', () => {
  it('hold each function once, with the others of its domain', () => {
    const names = [...described.values()].flatMap(({ functions }) => Object.keys(functions));

    expect(names.sort()).toEqual(definitions.map(({ name }) => name).sort());
  });

  it('import nothing that the data stack does not export', () => {
    const exported = Object.values(described.get('data')?.resources.Outputs ?? {}).map(({ Export }) => Export?.Name);
    const imported = [...described.values()].flatMap((stack) => valuesUnder('Fn::ImportValue', stack));

    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((name) => !exported.includes(String(name)))).toEqual([]);
  });

  it.each(definitions)('give $name its bundle, its variables, its role and the log of its domain', (definition) => {
    const lambda = lambdaOf(definition);

    expect(lambda).toMatchObject({
      name: `polyclinic-test-${definition.name}`,
      handler: `dist/${definition.name}/index.handler`,
      description: definition.summary,
      role: { 'Fn::GetAtt': [roleOf(definition, 'test').logicalId, 'Arn'] },
      logs: { logGroup: `/polyclinic/test/${definition.domain}` },
    });
    expect(lambda?.events).toHaveLength(definition.trigger.kind === 'dead-letters' ? queues.length : 1);
    expect(Object.keys(lambda?.environment ?? {}).sort()).toEqual(variablesOf(definition.trigger));
    expect(Object.values(lambda?.environment ?? {})).not.toContain(undefined);
  });

  it.each(definitions)('let $name end before the gateway or the queue gives up', (definition) => {
    const { trigger } = definition;
    const timeout = lambdaOf(definition)?.timeout ?? 0;
    const consumed = queues.find(({ name }) => trigger.kind === 'queue' && name === trigger.queue);

    expect(timeout).toBeLessThanOrEqual(trigger.kind === 'http' ? 29 : 900);
    if (consumed) expect(visibilitySeconds(consumed)).toBeGreaterThanOrEqual(6 * timeout);
    if (trigger.kind === 'dead-letters') expect(visibilitySeconds(deadLetterQueue)).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('hide what was received for six times as long as its function may take, dead letters as well', () => {
    const hidden = ofType('AWS::SQS::Queue').map(({ Properties }) => Properties.VisibilityTimeout);

    expect(hidden).toEqual(queues.flatMap((queue) => [visibilitySeconds(queue), visibilitySeconds(deadLetterQueue)]));
  });

  it('put no secret into an environment', () => {
    const variables = definitions.flatMap((definition) => Object.entries(lambdaOf(definition)?.environment ?? {}));
    const secrets = variables.filter(([name]) => /SECRET|_KEY$/.test(name));

    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.every(([, value]) => /^(ssm|kms):/.test(String(value)))).toBe(true);
  });

  it('protect tables from deletion in every stage but dev', async () => {
    const protectionIn = async (stage: string) =>
      Object.values((await describeStack('data', { stage })).resources.Resources ?? {})
        .filter(({ Type }) => /^AWS::DynamoDB::(Global)?Table$/.test(Type))
        .flatMap(({ Properties }) => valuesUnder('DeletionProtectionEnabled', Properties));

    expect(await protectionIn('dev')).toEqual(tables.map(() => false));
    expect(await protectionIn('production')).toEqual(tables.map(() => true));
  });

  it('restore what was lost, but for the index, which is made again, and the data keys, which are destroyed for good', () => {
    const unrestorable = dataResources
      .filter(({ Properties }) => valuesUnder('PointInTimeRecoveryEnabled', Properties).includes(false))
      .map(({ Type, Properties }) => [Type, (Properties as { TableName: string }).TableName]);

    expect(unrestorable).toEqual([
      ['AWS::DynamoDB::Table', expect.stringMatching(/-index$/)],
      ['AWS::DynamoDB::GlobalTable', expect.stringMatching(/-data-keys$/)],
    ]);
  });

  it('hold the data keys in a second region where one is named, and in no stream where none is', async () => {
    const keysIn = async (replicaRegion?: string) => {
      const { resources } = await describeStack('data', { ...(replicaRegion && { replicaRegion }) });
      return resources.Resources?.DataKeysTable?.Properties as { Replicas: { Region: unknown }[] };
    };
    const [alone, twice] = [await keysIn(), await keysIn('eu-west-1')];

    expect([alone, twice].map(({ Replicas }) => Replicas.map(({ Region }) => Region))).toEqual([
      [{ Ref: 'AWS::Region' }],
      [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    ]);
    expect(alone).not.toHaveProperty('StreamSpecification');
    expect(twice).toHaveProperty('StreamSpecification.StreamViewType', 'NEW_AND_OLD_IMAGES');
    await expect(keysIn('Ireland')).rejects.toThrow('replicaRegion must be none or a region');
  });

  it('declare no key attribute that no key uses, and at most two indexes', () => {
    for (const { Properties } of ofType('AWS::DynamoDB::Table')) {
      const {
        AttributeDefinitions,
        KeySchema,
        GlobalSecondaryIndexes = [],
      } = Properties as Record<string, { AttributeName: string; KeySchema: { AttributeName: string }[] }[]>;
      const keys = [...(KeySchema ?? []), ...GlobalSecondaryIndexes.flatMap((index) => index.KeySchema)];

      expect(new Set(AttributeDefinitions?.map(({ AttributeName }) => AttributeName))).toEqual(
        new Set(keys.map(({ AttributeName }) => AttributeName)),
      );
      expect(GlobalSecondaryIndexes.length).toBeLessThanOrEqual(2);
    }
  });
});

describe('the roles', () => {
  it('hold what the grants of a function say, what feeds it, and the log of its domain', () => {
    const worker = definitions.find(({ trigger }) => trigger.kind === 'queue') as FunctionDefinition;

    const actions = valuesUnder('Action', roleOf(worker, 'test').resource).flat();

    expect(actions).toEqual(
      expect.arrayContaining([...statementsOf(worker).flatMap((statement) => statement.actions), 'logs:PutLogEvents']),
    );
    expect(actions).toContain('sqs:DeleteMessage');
  });

  it('let a worker postpone the messages of its own queue, and of no other', () => {
    const workers = definitions.flatMap((definition) =>
      definition.trigger.kind === 'queue' ? [{ definition, queue: definition.trigger.queue }] : [],
    );

    const postponable = workers.map(({ definition }) =>
      statementsOf(definition)
        .filter(({ actions }) => actions.includes('sqs:ChangeMessageVisibility'))
        .map(({ on }) => on),
    );

    expect(workers.length).toBeGreaterThan(0);
    expect(postponable).toEqual(workers.map(({ queue }) => [{ kind: 'queue', name: queue }]));
  });

  it('are shared by functions of a domain with the same rights, and by no others', () => {
    const [page, asset] = ['system-get-docs', 'system-get-docs-asset'].map(
      (name) => definitions.find((definition) => definition.name === name) as FunctionDefinition,
    );
    const own = definitions.find(({ name }) => name === 'users-get-own-user') as FunctionDefinition;

    expect(roleOf(page as FunctionDefinition, 'test').logicalId).toBe(
      roleOf(asset as FunctionDefinition, 'test').logicalId,
    );
    expect(roleOf(page as FunctionDefinition, 'test').logicalId).not.toBe(roleOf(own, 'test').logicalId);
  });

  it('let a function sign by the keys of its own stage alone', () => {
    const signing = definitions.filter(({ trigger }) => trigger.grants.some((grant) => grant === 'tokens:sign'));

    const conditions = signing.flatMap((each) => valuesUnder('kms:RequestAlias', roleOf(each, 'test').resource));

    expect(signing.length).toBeGreaterThan(0);
    expect(conditions).toEqual(signing.map(() => 'alias/polyclinic-test-signing-*'));
    for (const each of signing)
      expect(lambdaOf(each)?.environment.POLYCLINIC_SIGNING_KEY).toBe('kms:polyclinic-test-signing');
  });

  it('let nobody outside of the audit do more to it than add to it, but for whoever tells of readers', () => {
    const onAudit = definitions
      .filter(({ domain, name }) => domain !== 'audit' && name !== 'patients-watch-readers')
      .flatMap(statementsOf)
      .filter(({ on }) => on.kind === 'table' && on.name === 'audit')
      .flatMap(({ actions }) => actions);

    expect(new Set(onAudit)).toEqual(new Set(['dynamodb:PutItem']));
  });

  it('imply the check of the session wherever a route is not public', () => {
    const checked = definitions.filter(({ trigger }) => grantsOf(trigger).includes('sessions:check'));
    const closed = definitions.filter(({ trigger }) => trigger.kind === 'http' && trigger.allow !== 'public');

    expect(closed.length).toBeGreaterThan(0);
    expect(checked).toEqual(closed);
  });
});

describe('the parameters', () => {
  const configuration = readFileSync(path.join(root, 'serverless.yml'), 'utf8');
  const describeWith = (variables: Record<string, string>) => {
    const target = { stage: 'test', stack: 'data', ...urls } as const;
    return describeService({ ...target, optional: everyOptionalQueue('on'), variables });
  };
  const publicUrl = { POLYCLINIC_PUBLIC_URL: 'https://api.polyclinic.test' };

  it.each([
    [
      'a malformed issuer',
      { POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"auth0","audience":"clinic-api"}]' },
      'POLYCLINIC_OIDC_ISSUERS is malformed: [0].issuer Invalid URL, [0].issuer must be https',
    ],
    [
      'ourselves as another issuer',
      { POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"https://api.polyclinic.test/","audience":"polyclinic"}]' },
      'POLYCLINIC_OIDC_ISSUERS names our own issuer (POLYCLINIC_PUBLIC_URL)',
    ],
    [
      'malformed rate limits',
      { POLYCLINIC_RATE_LIMIT_POLICIES: '{"credentials":{"quota":0}}' },
      'POLYCLINIC_RATE_LIMIT_POLICIES is malformed: credentials.quota Too small: expected number to be >=1',
    ],
  ])('may not be %s: nothing is packaged then', async (_, variables, problem) => {
    await expect(describeWith({ ...publicUrl, ...variables })).rejects.toThrow(
      `The parameters are no good: ${problem}`,
    );
  });

  it('may be issuers of others', async () => {
    const variables = { POLYCLINIC_OIDC_ISSUERS: '[{"issuer":"https://clinic.auth0.test/","audience":"clinic-api"}]' };

    expect(await describeWith({ ...publicUrl, ...variables })).toMatchObject({ functions: {} });
  });

  it.each(['rateLimits', 'oidcIssuers', 'publicUrl', 'unusualCounts'])(
    'are looked at by the framework, too: %s',
    (name) => {
      const bridge = readFileSync(path.join(root, 'infra/serverless.cjs'), 'utf8');

      expect(configuration).toContain(`    ${name}: `);
      expect(bridge).toContain(`'param:${name}'`);
    },
  );
});

describe('an optional queue', () => {
  const configuration = readFileSync(path.join(root, 'serverless.yml'), 'utf8');
  const alarmsIf = async (analytics: string) => {
    const { resources } = await describeStack('data', { analytics });
    return Object.keys(resources.Resources ?? {}).filter((id) => /^Analytics.*Alarm$/.test(id));
  };

  it.each(optionalQueueNames)('is off by default, and its parameter sets its variable: %s', (name) => {
    expect(configuration).toContain(`    ${name}: 'off'\n`);
    expect(configuration).toContain(`    ${switchVariable(name)}: \${param:${name}}\n`);
  });

  it('has no alarm on what waits in it while it is off', async () => {
    expect(await alarmsIf('off')).toEqual(['AnalyticsDeadLettersAlarm', 'AnalyticsUnrecordedDeadLettersAlarm']);
    expect(await alarmsIf('on')).toContain('AnalyticsOldestMessageAlarm');
  });

  it('is on or off, and nothing in between', async () => {
    const maybe = describeStack('operations', { analytics: 'true' });

    await expect(maybe).rejects.toThrow('The parameter analytics must be on or off, not true.');
  });
});

describe('the URL of the client application', () => {
  interface Cors {
    readonly allowedOrigins: readonly string[];
  }
  const originsFor = async (clientUrl: string) => {
    const { httpApi } = (await describeStack('local', { clientUrl })) as { httpApi: { cors: Cors } };
    const { resources } = await describeStack('data', { clientUrl });
    const cors = resources.Resources?.HttpApi?.Properties.CorsConfiguration as { AllowOrigins: readonly string[] };
    return [httpApi.cors.allowedOrigins, cors.AllowOrigins];
  };

  it.each([
    ['https://app.polyclinic.test/', 'https://app.polyclinic.test'],
    ['https://app.polyclinic.test/app/', 'https://app.polyclinic.test'],
    ['https://APP.polyclinic.test:443', 'https://app.polyclinic.test'],
    ['http://localhost:5173/', 'http://localhost:5173'],
  ])('lets pages of its origin in, on AWS and on a laptop: %s', async (clientUrl, origin) => {
    expect(await originsFor(clientUrl)).toEqual([[origin], [origin]]);
  });

  it.each([
    ['clientUrl', 'app.polyclinic.test'],
    ['clientUrl', 'https://app.polyclinic.test/?x=1'],
    ['clientUrl', '*'],
    ['publicUrl', 'api.polyclinic.test'],
    ['publicUrl', ''],
  ])('or of the API is refused by the name of its parameter where it is none: %s=%s', async (parameter, value) => {
    const described = describeStack('data', { [parameter]: value });

    await expect(described).rejects.toThrow(`The parameter ${parameter} must be a URL`);
  });
});

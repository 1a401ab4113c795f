import { createHash } from 'node:crypto';
import { feedingStatements, type Source } from './feeding.ts';
import { type FunctionDefinition, grantsOf, type Trigger } from './functions.ts';
import { grantStatements } from './grants.ts';
import { loggingStatement, policyStatement } from './policies.ts';
import { deadLettersOf, queues } from './queues.ts';
import type { Statement } from './statements.ts';

/** A role and how functions refer to it; functions with the same rights share one. */
export interface Role {
  readonly logicalId: string;
  readonly resource: object;
}

/** The role of a function: its grants, what feeds it, and the log of its domain. */
export function roleOf(definition: FunctionDefinition, stage: string): Role {
  const { domain } = definition;
  const statements = [
    ...statementsOf(definition).map((statement) => policyStatement(statement, stage)),
    loggingStatement(stage, domain),
  ];
  const rights = grantsOf(definition.trigger).filter((grant) => grantStatements[grant].length > 0);
  const digest = createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 8);
  return {
    logicalId: `FunctionRole${digest}`,
    resource: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: `Functions of ${domain} with ${rights.join(', ') || 'no grants'}`.slice(0, 1000),
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [{ PolicyName: 'grants', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
      },
    },
  };
}

/** The statements of a function's policy: everything that it may do, from its grants and its event sources. */
export function statementsOf({ trigger }: FunctionDefinition): Statement[] {
  const granted = grantsOf(trigger).flatMap((grant) => grantStatements[grant]);
  return merged([...granted, ...sourcesOf(trigger).flatMap(feedingStatements)]);
}

function sourcesOf(trigger: Trigger): Source[] {
  switch (trigger.kind) {
    case 'queue':
      return [{ queue: trigger.queue }];
    case 'dead-letters':
      return queues.map(({ name }) => ({ queue: deadLettersOf(name) }));
    case 'stream':
      return [{ stream: trigger.table }];
    default:
      return [];
  }
}

/** Joins statements by resource and kind of items; joined they allow no more than apart. */
function merged(statements: readonly Statement[]): Statement[] {
  const alike = Map.groupBy(statements, ({ on, items }) => JSON.stringify([on, items]));
  return [...alike.values()].map((group) => {
    const [first, ...others] = new Set(group.flatMap(({ actions }) => actions));
    return { ...(group[0] as Statement), actions: [first as string, ...others] };
  });
}

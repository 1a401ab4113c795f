import { logicalId } from '../logical-id.ts';
import { exportName } from '../stacks.ts';
import { tableProperties, tables } from '../tables.ts';

/** The tables as CloudFormation resources: on demand, encrypted, and restorable but for what is made again from others. */
export function tableResources(stage: string): Record<string, object> {
  return Object.fromEntries(
    tables.map((table) => [
      logicalId(table.name, 'Table'),
      {
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ...tableProperties(stage, table),
          DeletionProtectionEnabled: stage !== 'dev',
          SSESpecification: { SSEEnabled: true },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: table.restorable },
          ...(table.expiry && { TimeToLiveSpecification: { AttributeName: table.expiry, Enabled: true } }),
        },
      },
    ]),
  );
}

/**
 * The outputs with the streams, for the stacks whose functions they trigger: unlike all other names, AWS alone knows theirs.
 */
export function streamOutputs(stage: string): Record<string, object> {
  return Object.fromEntries(
    tables
      .filter(({ stream }) => stream)
      .map(({ name }) => [
        logicalId(name, 'StreamArn'),
        {
          Value: { 'Fn::GetAtt': [logicalId(name, 'Table'), 'StreamArn'] },
          Export: { Name: exportName(stage, logicalId(name, 'StreamArn')) },
        },
      ]),
  );
}

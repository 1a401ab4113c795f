import { logicalId } from '../logical-id.ts';
import { exportName } from '../stacks.ts';
import { type TableDefinition, tableProperties, tables } from '../tables.ts';

/**
 * The tables as CloudFormation resources: on demand, encrypted, and recovered as their lines say. One whose items must not come
 * back has a replica in `replicaRegion` where there is one.
 */
export function tableResources(stage: string, replicaRegion?: string): Record<string, object> {
  return Object.fromEntries(
    tables.map((table) => [
      logicalId(table.name, 'Table'),
      {
        ...(table.recovery === 'never' ? globalTable(stage, table, replicaRegion) : regionalTable(stage, table)),
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
    ]),
  );
}

function regionalTable(stage: string, table: TableDefinition) {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      ...tableProperties(stage, table),
      ...protection(stage, table),
      SSESpecification: { SSEEnabled: true },
      ...(table.expiry && { TimeToLiveSpecification: { AttributeName: table.expiry, Enabled: true } }),
    },
  };
}

/** A table that can be given a replica later: one of the other type would have to be replaced for that. */
function globalTable(stage: string, table: TableDefinition, replicaRegion: string | undefined) {
  const regions = [{ Ref: 'AWS::Region' }, ...(replicaRegion ? [replicaRegion] : [])];
  return {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      ...tableProperties(stage, table),
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      // Replicas follow each other by it.
      ...(replicaRegion && { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
      Replicas: regions.map((Region) => ({ Region, ...protection(stage, table) })),
    },
  };
}

function protection(stage: string, { recovery }: TableDefinition) {
  return {
    DeletionProtectionEnabled: stage !== 'dev',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: recovery === 'restored' },
  };
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

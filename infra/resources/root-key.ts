import { rootKeyAlias } from '../policies.ts';
import { exportName } from '../stacks.ts';

/**
 * The key in KMS that encrypts the key that wraps data keys. KMS renews it each year by itself, and can let a second region have
 * it: whether it ever can is decided when it is made.
 */
export function rootKeyResources(stage: string): Record<string, object> {
  return {
    RootKey: {
      Type: 'AWS::KMS::Key',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Description: `Polyclinic ${stage}: encrypts the key that wraps the keys of records`,
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
        EnableKeyRotation: true,
        MultiRegion: true,
        // The longest time that KMS gives to change one's mind.
        PendingWindowInDays: 30,
        KeyPolicy: keyPolicy,
      },
    },
    RootKeyAlias: {
      Type: 'AWS::KMS::Alias',
      Properties: { AliasName: rootKeyAlias(stage), TargetKeyId: { Ref: 'RootKey' } },
    },
  };
}

/** The ARN of the key for the roles: AWS alone knows it. */
export function rootKeyOutputs(stage: string): Record<string, object> {
  return {
    RootKeyArn: {
      Value: { 'Fn::GetAtt': ['RootKey', 'Arn'] },
      Export: { Name: exportName(stage, 'RootKeyArn') },
    },
  };
}

/** Roles of the account decide, as they do about everything else. */
const keyPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'RolesOfTheAccountDecide',
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
      Action: 'kms:*',
      Resource: '*',
    },
  ],
};

import { configurationSetName } from '../policies.ts';

/** The SES resources of a stage: an address that bounces, or complains, gets no more mails. */
export function mailResources(stage: string): Record<string, object> {
  return {
    MailConfigurationSet: {
      Type: 'AWS::SES::ConfigurationSet',
      Properties: {
        Name: configurationSetName(stage),
        SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      },
    },
  };
}

import { configurationSetName } from '../policies.ts';

/** What SES does with the mails of a stage: an address that bounces, or complains, gets none any more. */
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

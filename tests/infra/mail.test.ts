import { describe, expect, it } from '@jest/globals';
import { checkStacks } from '../../infra/checks/check.ts';
import { environmentOf } from '../../infra/environment.ts';
import { discoverFunctions } from '../../infra/functions.ts';
import { policyStatement } from '../../infra/policies.ts';
import { mailResources } from '../../infra/resources/mail.ts';
import { statementsOf } from '../../infra/roles.ts';
import { describeService } from '../../infra/serverless.ts';
import { everyOptionalQueue } from '../support/optional-queues.ts';

const senders = (await discoverFunctions()).filter(({ trigger }) => trigger.grants.includes('mail:deliver'));

describe('the configuration set of SES', () => {
  it('keeps what bounced or complained from being written to again', () => {
    expect(mailResources('test')).toEqual({
      MailConfigurationSet: {
        Type: 'AWS::SES::ConfigurationSet',
        Properties: {
          Name: 'polyclinic-test',
          SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
        },
      },
    });
  });

  it('is spelled as AWS has it', () => {
    const stack = { name: 'data', template: { Resources: mailResources('test') } };

    const findings = checkStacks([stack as never], { production: true });

    expect(findings.filter(({ resource }) => resource === 'MailConfigurationSet')).toEqual([]);
  });

  it('belongs to the data stack, which is deployed before all that name it', async () => {
    const target = {
      stage: 'test',
      stack: 'data',
      clientUrl: 'https://app.test',
      publicUrl: 'https://api.test',
      optional: everyOptionalQueue('off'),
    } as const;

    const { resources } = await describeService(target);

    expect(resources).toMatchObject({ Resources: mailResources('test') });
  });
});

describe('a function that sends mail', () => {
  it('is one of two', () => {
    expect(senders.map(({ name }) => name)).toEqual(['notifications-send-email', 'notifications-send-urgent-email']);
  });

  it.each(senders)('names the configuration set, and may send by it: $name', (sender) => {
    const { POLYCLINIC_MAIL_CONFIGURATION_SET } = environmentOf(sender.trigger, sender.name, 'test');
    const allowed = statementsOf(sender)
      .map((statement) => policyStatement(statement, 'test'))
      .filter(({ Resource }) => JSON.stringify(Resource).includes('configuration-set'));

    expect(POLYCLINIC_MAIL_CONFIGURATION_SET).toBe('polyclinic-test');
    expect(allowed).toEqual([
      {
        Effect: 'Allow',
        Action: ['ses:SendEmail', 'ses:SendRawEmail'],
        Resource: { 'Fn::Sub': expect.stringMatching(/^arn:[^*]+:ses:[^*]+:configuration-set\/polyclinic-test$/) },
      },
    ]);
  });
});

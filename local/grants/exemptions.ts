import type { KeyKind } from '../../infra/key-kinds.ts';
import { queues } from '../../infra/queues.ts';
import type { Grant } from '../../lib/grants.ts';

/** An action that a laptop cannot exercise, or not show to be needed, and the reason. */
export interface Exemption {
  readonly action: string;
  /** The one grant that it is about; every grant when absent. */
  readonly grant?: Grant;
  /** The one kind of items that it is about; every kind when absent. */
  readonly items?: KeyKind;
  /** The functions that it is about; every function when absent. */
  readonly functions?: readonly string[];
  readonly reason: string;
}

const parking = 'a message is parked when its version is one that was given up, or when its worker has died twice';

const waiting = 'a message waits when what its worker stands on is down, as it is in npm run prove -- outages';

/** Granted actions that no test run can show to be needed. An entry that no longer holds is a finding itself. */
export const exemptions: readonly Exemption[] = [
  { action: 'ssm:GetParameter', reason: 'secrets lie in private files here' },
  { action: 'kms:Sign', reason: 'the signing keys lie in a private file here' },
  ...(['tokens:sign', 'keys:read'] as const).map((grant) => ({
    action: 'dynamodb:Query',
    grant,
    reason: 'one process keeps the list of keys for all functions here: it is chance which of them is seen to read it',
  })),
  { action: 'kms:Decrypt', reason: 'the root key lies in a private file here' },
  ...(['data-keys:open', 'data-keys:create'] as const).map((grant) => ({
    action: 'dynamodb:Query',
    grant,
    reason:
      'one process keeps the wrapping keys for all functions here: it is chance which of them is seen to read them',
  })),
  {
    action: 'dynamodb:BatchGetItem',
    grant: 'data-keys:open',
    functions: ['patients-list-patients', 'patients-register-patient'],
    reason:
      'one process keeps the keys of clinics for all functions here: it is chance which of them is seen to read one',
  },
  { action: 'dynamodb:UpdateItem', grant: 'data-keys:destroy', reason: 'the erasure of patients comes next' },
  ...queues.map(({ name }) => ({
    action: 'sqs:SendMessage',
    grant: `${name}:send` as const,
    functions: ['queues-hand-over-due-items', 'queues-sweep-waiting', 'queues-sweep-events'],
    reason: 'what is due in minutes, waits for long or was left behind is sent to some queues only while tests run',
  })),
  {
    action: 'sqs:SendMessage',
    grant: 'reminders:send',
    functions: ['queues-dispatch-events'],
    reason: 'a reminder goes by the outbox only where it is due within minutes, for which the clock has to be right',
  },
  {
    action: 'dynamodb:Query',
    grant: 'patient-days:search',
    reason: 'the next slot is sought for a patient, too, only where they are elsewhere at the time that is wanted',
  },
  {
    action: 'dynamodb:GetItem',
    grant: 'doctor-bookings:end',
    items: 'DOCTOR-USE#/USE',
    reason: 'whose doctor somebody is is counted together with appointments only where these hold them',
  },
  ...['GetItem', 'BatchGetItem'].map((action) => ({
    action: `dynamodb:${action}`,
    grant: 'identity:read' as const,
    functions: ['users-unlock-user'],
    reason: 'only for a key that is bound to a clinic is it read whom a sign-in is unlocked for',
  })),
  { action: 'ses:SendEmail', reason: 'mails go to an SMTP server here' },
  { action: 'ses:SendRawEmail', reason: 'mails go to an SMTP server here' },
  { action: 'ses:GetAccount', reason: 'mails go to an SMTP server here' },
  { action: 'cloudwatch:GetMetricData', reason: 'the SQS of a laptop tells the age of its messages itself' },
  { action: 'dynamodb:PutItem', grant: 'failures:keep', items: 'DEAD-LETTERS#/', reason: parking },
  { action: 'dynamodb:UpdateItem', grant: 'failures:keep', items: 'QUEUE#/DEAD-LETTERS', reason: parking },
  ...['PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'GetItem'].map((action) => ({
    action: `dynamodb:${action}`,
    grant: 'messages:wait' as const,
    reason: waiting,
  })),
  ...['PutItem', 'UpdateItem'].map((action) => ({
    action: `dynamodb:${action}`,
    grant: 'dead-letters:add' as const,
    reason: 'messages are given up when they have waited for four hours',
  })),
  {
    action: 'dynamodb:BatchGetItem',
    grant: 'dead-letters:read',
    items: 'DEAD-LETTERS#/',
    reason: 'letters are read together when somebody else has taken one of them at the same moment',
  },
  {
    action: 'dynamodb:UpdateItem',
    grant: 'suppressions:keep',
    reason: 'the mailbox of a laptop has every address',
  },
];

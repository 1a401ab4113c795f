import { defineEvent } from '../../../events/definition.ts';
import { person } from '../mails/addresses.ts';
import { detailedNotice, notice } from '../mails/mail-kinds.ts';
import { recoveryCodeUsedMail } from '../mails/templates/recovery-code-used.ts';
import { recoveryCodesRenewedMail } from '../mails/templates/recovery-codes-renewed.ts';
import { secondFactorOffMail } from '../mails/templates/second-factor-off.ts';
import { secondFactorOnMail } from '../mails/templates/second-factor-on.ts';
import { secondFactorRemovedMail } from '../mails/templates/second-factor-removed.ts';
import { aboutProof, aboutUser } from './event-data.ts';

export const mfaEnabled = defineEvent({
  type: 'mfa.enabled',
  version: 1,
  summary: 'A person has turned the second factor on.',
  data: aboutUser,
  queues: ['email-urgent'],
});

export const mfaDisabled = defineEvent({
  type: 'mfa.disabled',
  version: 1,
  summary: 'A person has turned the second factor off, by a code.',
  data: aboutProof,
  queues: ['email-urgent'],
});

export const mfaRemoved = defineEvent({
  type: 'mfa.removed',
  version: 1,
  summary: "An administrator has turned a person's second factor off.",
  data: aboutUser,
  queues: ['email-urgent'],
});

export const mfaRecoveryCodesRenewed = defineEvent({
  type: 'mfa.recovery-codes-renewed',
  version: 1,
  summary: 'A person has got other recovery codes in the place of those until then, by a code.',
  data: aboutProof,
  queues: ['email-urgent'],
});

export const mfaRecoveryCodeUsed = defineEvent({
  type: 'mfa.recovery-code-used',
  version: 1,
  summary: 'A person has used a recovery code.',
  data: aboutUser,
  queues: ['email-urgent'],
});

/** The events about second factors. */
export const events = [mfaEnabled, mfaDisabled, mfaRemoved, mfaRecoveryCodesRenewed, mfaRecoveryCodeUsed] as const;

/** The mails about these events; a function makes them, since only the bundles that mail need them. */
export const mails = () => [
  notice(mfaEnabled, secondFactorOnMail, person),
  detailedNotice(mfaDisabled, secondFactorOffMail, {
    to: person,
    dataOf: (context, { proof }) => ({ ...context, proof }),
  }),
  notice(mfaRemoved, secondFactorRemovedMail, person),
  detailedNotice(mfaRecoveryCodesRenewed, recoveryCodesRenewedMail, {
    to: person,
    dataOf: (context, { proof }) => ({ ...context, proof }),
  }),
  detailedNotice(mfaRecoveryCodeUsed, recoveryCodeUsedMail, {
    to: person,
    dataOf: async (context, { userId }, sources) => ({
      ...context,
      remaining: await sources.countRecoveryCodes(userId),
    }),
  }),
];

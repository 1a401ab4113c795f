/** An action that a laptop cannot exercise, and why. */
export interface Exemption {
  readonly action: string;
  readonly reason: string;
}

/** What is granted though no test run can show that it is needed. An entry that no longer holds is a finding itself. */
export const exemptions: readonly Exemption[] = [
  { action: 'ssm:GetParameter', reason: 'secrets lie in private files here' },
  { action: 'ses:SendEmail', reason: 'mails go to an SMTP server here' },
  { action: 'ses:SendRawEmail', reason: 'mails go to an SMTP server here' },
  { action: 'ses:GetAccount', reason: 'mails go to an SMTP server here' },
];

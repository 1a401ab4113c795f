import { logicalId } from '../logical-id.ts';

/** How many days log lines are kept. */
const retentionDays = 30;

/** The log group of a domain's functions. */
export function logGroupName(stage: string, domain: string): string {
  return `/polyclinic/${stage}/${domain}`;
}

/** One log group for each domain: one a function would be a resource a function, of which a stack may have 500. */
export function logGroupResources(stage: string, domains: readonly string[]): Record<string, object> {
  return Object.fromEntries(
    domains.map((domain) => [
      logicalId(domain, 'LogGroup'),
      {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: logGroupName(stage, domain), RetentionInDays: retentionDays },
      },
    ]),
  );
}

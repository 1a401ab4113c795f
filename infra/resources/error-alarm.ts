import { unexpectedErrors } from '../../lib/error-groups.ts';

const periodSeconds = 300;
/** How long a kind is silent until it counts as new again; a query of an alarm sees three hours at most. */
const quietSeconds = 2 * 3_600;

/** A query of CloudWatch for the count of each kind of error that nobody foresaw at each place, the most frequent first. */
export function errorGroupsQuery(stage: string): string {
  const by = unexpectedErrors.by.map((label) => `"${label}"`).join(', ');
  const from = `SCHEMA("Polyclinic/${stage}", ${by})`;
  return `SELECT SUM("${unexpectedErrors.name}") FROM ${from} GROUP BY ${by} ORDER BY SUM() DESC`;
}

/**
 * An alarm at the first error of a kind at a place: each of them is a contributor with a state of its own, and notifies by
 * itself. That one has ended says only that it was silent for two hours, which notifies nobody.
 */
export function errorAlarm(stage: string, action: object) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription:
        'An error that nobody foresaw, the first of its kind at its place for two hours; its line has it whole.',
      Metrics: [{ Id: 'groups', Expression: errorGroupsQuery(stage), Period: periodSeconds, ReturnData: true }],
      EvaluationPeriods: quietSeconds / periodSeconds,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [action],
    },
  };
}

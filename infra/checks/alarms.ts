import { textOf } from './resolve.ts';
import { at, listOf, type PackagedStack, type Rule, resourcesOf } from './stack.ts';

type Properties = Readonly<Record<string, unknown>>;

/** How many seconds CloudWatch looks back for an alarm that stands on a query. */
const longestQuery = 3 * 3_600;

/** Checks that alarms tell somebody, and that what they watch is there: queues, domains that answer requests, and queries. */
export const alarms: Rule = (stack, stacks) => {
  const existing = namesOf(stack, stacks);
  return resourcesOf(stack, 'AWS::CloudWatch::Alarm').flatMap(([resource, properties]) =>
    [
      ...(listOf(properties.AlarmActions).length > 0 ? [] : ['it tells nobody: set AlarmActions']),
      ...metricsOf(properties).flatMap((metric) => absences(metric, existing)),
      ...listOf(properties.Metrics).flatMap((metric) => query(metric, properties)),
    ].map((message) => ({ resource, message })),
  );
};

/** The metrics that an alarm measures, of which a query has none. */
function metricsOf({ Metrics, ...properties }: Properties): unknown[] {
  return [properties, ...listOf(Metrics).map((metric) => at(metric, 'MetricStat', 'Metric'))];
}

interface Existing {
  readonly queues: readonly string[];
  /** The URIs of the functions behind the routes of the alarm's own stack. */
  readonly answering: readonly string[];
}

function namesOf(stack: PackagedStack, stacks: readonly PackagedStack[]): Existing {
  const queues = stacks.flatMap((each) =>
    resourcesOf(each, 'AWS::SQS::Queue').map(([, { QueueName }]) => textOf(QueueName, each, stacks)),
  );
  const answering = resourcesOf(stack, 'AWS::ApiGatewayV2::Integration').map(([, { IntegrationUri }]) =>
    textOf(IntegrationUri, stack, stacks),
  );
  return { queues, answering };
}

/** What a metric is of that is not there, so that nobody ever writes it. */
function absences(metric: unknown, { queues, answering }: Existing): string[] {
  const stage = String(at(metric, 'Namespace')).replace(/^Polyclinic\//, '');
  return listOf(at(metric, 'Dimensions')).flatMap((dimension) => {
    const value = String(at(dimension, 'Value'));
    const isAnswering = answering.some((uri) => uri.includes(`:function:polyclinic-${stage}-${value}-`));
    switch (at(dimension, 'Name')) {
      case 'QueueName':
        return queues.includes(value) ? [] : [`it can never ring: there is no queue ${value}`];
      case 'queue':
        return queues.includes(`polyclinic-${stage}-${value}`) ? [] : [`it can never ring: there is no queue ${value}`];
      case 'domain':
        return isAnswering ? [] : [`it can never ring: no function of ${value} answers requests`];
      default:
        return [];
    }
  });
}

/** What CloudWatch would refuse of a query, or not look at. */
function query(metric: unknown, { EvaluationPeriods }: Properties): string[] {
  const [text, period] = [String(at(metric, 'Expression')), Number(at(metric, 'Period'))];
  if (!text.startsWith('SELECT')) return [];
  const problems = [
    !(period > 0) && 'its query has no Period',
    / GROUP BY /.test(text) && !/ ORDER BY /.test(text) && 'its query has groups in no order: add ORDER BY',
    period * Number(EvaluationPeriods) > longestQuery && 'it looks back for more than the three hours of a query',
  ];
  return problems.filter((message) => message !== false);
}

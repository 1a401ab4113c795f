/** What an alarm watches, and when it fires. */
export interface Watch {
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  /** A second metric of the same resource, which is added to the first. */
  readonly plus?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'Maximum' | 'p99';
  readonly threshold: number;
  /** The number of five-minute periods in a row. */
  readonly periods: number;
}

const periodSeconds = 300;

/** An alarm as a CloudFormation resource; `action` is notified when it begins and when it is over. */
export function alarm(watch: Watch, action: object) {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: watch.description,
      ...(watch.plus === undefined ? measured(watch) : added(watch, [watch.metric, watch.plus])),
      EvaluationPeriods: watch.periods,
      Threshold: watch.threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [action],
      OKActions: [action],
    },
  };
}

function measured({ statistic, ...watch }: Watch) {
  return {
    ...metricOf(watch),
    ...(statistic === 'p99' ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
    Period: periodSeconds,
  };
}

function added(watch: Watch, metrics: readonly string[]) {
  const parts = metrics.map((metric, index) => ({
    Id: `m${index}`,
    MetricStat: { Metric: metricOf({ ...watch, metric }), Stat: watch.statistic, Period: periodSeconds },
    ReturnData: false,
  }));
  return { Metrics: [...parts, { Id: 'sum', Expression: parts.map(({ Id }) => Id).join(' + '), ReturnData: true }] };
}

function metricOf({ namespace, metric, dimensions = {} }: Pick<Watch, 'namespace' | 'metric' | 'dimensions'>) {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: namespace, MetricName: metric, Dimensions };
}

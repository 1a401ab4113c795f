import { optionalSetting } from './config.ts';
import { currentContext } from './context.ts';
import { type Level, type LogFields, log } from './log.ts';

/** The namespace of a stage, so that two stages in one account stay apart. */
const namespaceOf = (stage: string) => `Polyclinic/${stage}`;

/**
 * Something that is counted, as its counter declares it; it has no dimension, so that it is one metric wherever it is counted.
 */
export interface Counted {
  /** The name in CloudWatch, `orders.placed`. */
  readonly name: `${string}.${string}`;
  /** What is counted, as a whole sentence. */
  readonly summary: string;
}

/** What a metric is kept by. CloudWatch bills each new value as a metric of its own: names of ours, never ids or input. */
interface Dimensions {
  readonly domain?: string;
  /** The route, `POST /v1/patients/{patientId}`, as the trigger has it. */
  readonly route?: string;
  readonly queue?: string;
  readonly table?: string;
  /** The code or the name of an error that nobody foresaw. */
  readonly errorKind?: string;
  /** Where it happened: a function, and what failed there. */
  readonly place?: string;
}

/** The measurements of one piece of work: metrics by name, each kept once by each of the sets of dimensions. */
export interface Measurement {
  readonly by: readonly [Dimensions, ...Dimensions[]];
  readonly counts: Readonly<Record<string, number>>;
  readonly milliseconds?: Readonly<Record<string, number>>;
}

/** Counts something that the business asks about, once it is committed; the invocation's one log line reports it. */
export function count({ name }: Pick<Counted, 'name'>, value = 1): void {
  const counts = currentContext()?.counts;
  if (counts) counts.set(name, (counts.get(name) ?? 0) + value);
  else if (metricsAreOn()) log.info('count', {}, embed([{ by: [{}], counts: { [name]: value } }]));
}

/** Writes the one log line of an invocation, with all that was measured and counted in it, for CloudWatch to find. */
export function logWithMetrics(level: Level, message: string, fields: LogFields, ...measured: Measurement[]): void {
  logMeasured(level, message, fields, ...measured, ...takeCounts());
}

/** Writes a line with what was measured, and leaves the counts of the invocation to its own line. */
export function logMeasured(level: Level, message: string, fields: LogFields, ...measured: Measurement[]): void {
  log[level](message, fields, measured.length > 0 && metricsAreOn() ? embed(measured) : undefined);
}

function takeCounts(): Measurement[] {
  const context = currentContext();
  const counts = context?.counts;
  if (!counts) return [];
  // Work that was given up at its time limit may still count: without the map that writes a line of its own.
  context.counts = undefined;
  return counts.size > 0 ? [{ by: [{}], counts: Object.fromEntries(counts) }] : [];
}

function metricsAreOn(): boolean {
  return optionalSetting('POLYCLINIC_METRICS') === 'on';
}

/** The members of a log line in CloudWatch's embedded metric format: the directive, and the values that it names. */
function embed(measurements: readonly Measurement[]): LogFields {
  const directive = { Timestamp: Date.now(), CloudWatchMetrics: measurements.map(directiveOf) };
  const referred = measurements.flatMap(({ by, counts, milliseconds }) => [...by, counts, milliseconds]);
  return Object.assign({ _aws: directive }, ...referred);
}

function directiveOf({ by, counts, milliseconds = {} }: Measurement) {
  return {
    Namespace: namespaceOf(optionalSetting('POLYCLINIC_STAGE')),
    Dimensions: by.map((dimensions) => Object.keys(dimensions)),
    Metrics: [...definitionsOf(counts, 'Count'), ...definitionsOf(milliseconds, 'Milliseconds')],
  };
}

function definitionsOf(values: Readonly<Record<string, number>>, unit: 'Count' | 'Milliseconds') {
  return Object.keys(values).map((name) => ({ Name: name, Unit: unit }));
}

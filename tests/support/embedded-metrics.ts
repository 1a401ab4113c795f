import * as z from 'zod';
import type { LogLine } from './log-lines.ts';

const units =
  /^(Seconds|Microseconds|Milliseconds|(Bytes|Kilobytes|Megabytes|Gigabytes|Terabytes|Bits|Kilobits|Megabits|Gigabits|Terabits|Count)(\/Second)?|Percent|None)$/;
const directive = z.strictObject({
  Namespace: z.string().regex(/^[^:]/).max(255),
  Dimensions: z.array(z.array(z.string().min(1).max(250)).max(30)).min(1),
  Metrics: z
    .array(z.strictObject({ Name: z.string().min(1).max(1_024), Unit: z.string().regex(units).optional() }))
    .min(1)
    .max(100),
});
/** A line that the specification of CloudWatch's embedded metric format takes: what is referred to stands at the root. */
const embedded = z
  .looseObject({
    _aws: z.strictObject({ Timestamp: z.int().positive(), CloudWatchMetrics: z.array(directive).min(1) }),
  })
  .refine(({ _aws, ...root }) => {
    const directives = _aws.CloudWatchMetrics;
    const keys = directives.flatMap(({ Dimensions }) => Dimensions.flat());
    const names = directives.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
    const isDimension = (value: unknown) => typeof value === 'string' && /^[^:\s][ -~]{0,1023}$/.test(value);
    return keys.every((key) => isDimension(root[key])) && names.every((name) => Number.isFinite(root[name]));
  }, 'a dimension is text, a metric a number, both at the root of the line');

/** Each metric of a line by the dimensions that it is kept by, with its value and unit. */
export function metricsOf(line: LogLine | undefined) {
  const { _aws, ...root } = embedded.parse(line);
  const kept = _aws.CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
    Dimensions.flatMap((keys) => {
      const place = keys.map((key) => root[key]).join(' | ');
      return Metrics.map(({ Name, Unit }) => [`${Name} by ${place}`, `${root[Name]} ${Unit}`]);
    }),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}

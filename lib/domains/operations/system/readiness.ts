import * as z from 'zod';
import { log } from '../../../log.ts';
import type { Platform } from '../../../platform/platform.ts';
import { instant, type Output, schema } from '../../../schemas.ts';
import { zonesVersion } from '../../../zone-table.ts';

const state = schema(() =>
  z.enum(['ok', 'down']).meta({ id: 'DependencyState', description: 'Whether something answers as it should.' }),
);

/** How a dependency answered, and after how many milliseconds; no gateway waits longer than the most that clients are told. */
const check = schema(() =>
  z
    .object({ status: state(), ms: z.int().meta({ minimum: 0, maximum: 30_000, examples: [4] }) })
    .meta({ id: 'DependencyCheck', description: 'How a dependency answered, and after how many milliseconds.' }),
);

/** How each dependency answered. */
const checks = schema(() =>
  z
    .object({ dynamodb: check(), sqs: check(), s3: check(), mail: check() })
    .meta({ id: 'DependencyChecks', description: 'How each dependency answered.' }),
);

/** The rules by which clocks are read. */
const zones = schema(() =>
  z
    .object({
      version: z
        .string()
        .min(5)
        .max(8)
        .meta({ description: "The version of IANA's table of time zones.", examples: ['2026f'] }),
    })
    .meta({ id: 'ZoneRules', description: 'The rules by which clocks are read.' }),
);

/** Whether the API can do its work, which it can when every dependency answers in time. */
export const readiness = schema(() =>
  z
    .object({
      status: state(),
      timestamp: instant(),
      checks: checks(),
      zones: zones(),
    })
    .meta({
      id: 'Readiness',
      description: 'Whether the API can do its work, which it can when every dependency answers in time.',
    }),
);
type Readiness = Output<typeof readiness>;
type Checks = Readiness['checks'];

/** Asks a dependency something small; rejects when it does not answer as it should. */
type Probe = (signal: AbortSignal) => Promise<unknown>;
export type Probes = Readonly<Record<keyof Checks, Probe>>;

/** How many milliseconds a dependency may be silent before it counts as down. */
const patienceMilliseconds = 2_000;

/** Asks every dependency at once. */
export type CheckReadiness = () => Promise<Readiness>;

interface ReadinessDependencies extends Pick<Platform, 'clock'> {
  readonly probes: Probes;
  /** How many milliseconds a dependency may be silent. */
  readonly patience?: number;
}

export function createReadinessCheck({
  probes,
  clock,
  patience = patienceMilliseconds,
}: ReadinessDependencies): CheckReadiness {
  return async () => {
    const checked = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await ask(name, probe, patience)] as const),
    );
    const status = checked.every(([, each]) => each.status === 'ok') ? 'ok' : 'down';
    return {
      status,
      timestamp: clock().toISOString(),
      checks: Object.fromEntries(checked) as Checks,
      zones: { version: zonesVersion },
    };
  };
}

async function ask(dependency: string, probe: Probe, patience: number): Promise<Checks[keyof Checks]> {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(patience);
  const silence = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${patience} ms`)), { once: true });
  });
  const status = await Promise.race([probe(signal), silence]).then(
    () => 'ok' as const,
    (error: unknown) => {
      log.warn('dependency down', { dependency, error });
      return 'down' as const;
    },
  );
  return { status, ms: Math.round(performance.now() - startedAt) };
}

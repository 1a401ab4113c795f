import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { s3 } from '../../../aws/s3.ts';
import { sqs } from '../../../aws/sqs.ts';
import { type Clock, systemClock } from '../../../clock.ts';
import { setting } from '../../../config.ts';
import { log } from '../../../log.ts';
import { createMailer } from '../../../mail/mailer.ts';
import { read as liveRead } from '../../../platform/read.ts';
import { instant } from '../../../schemas.ts';
import { createPublishedKeyRepository } from '../../identity/tokens/signing-keys/published-key-repository.ts';
import { createPublishedKeys } from '../../identity/tokens/signing-keys/published-keys.ts';

const state = z.enum(['ok', 'down']);
/** How a dependency answered, and after how many milliseconds. */
const check = z.object({ status: state, ms: z.int() });

/** Whether the API can do its work: it can when every dependency answers in time. */
export const readiness = z.object({
  status: state,
  timestamp: instant,
  checks: z.object({ dynamodb: check, sqs: check, s3: check, mail: check }),
});
export type Readiness = z.output<typeof readiness>;
type Checks = Readiness['checks'];

/** Asks a dependency something small; rejects when it does not answer as it should. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;
export type Probes = Readonly<Record<keyof Checks, Probe>>;

/** A dependency that is silent for so long is down. */
const patienceMilliseconds = 2_000;

const liveProbes: Probes = {
  dynamodb: () =>
    createPublishedKeys({ repository: createPublishedKeyRepository({ read: liveRead }), clock: systemClock }).load(),
  sqs: (abortSignal) => {
    const queue = { QueueUrl: setting('POLYCLINIC_EMAIL_QUEUE_URL'), AttributeNames: ['QueueArn' as const] };
    return sqs().send(new GetQueueAttributesCommand(queue), { abortSignal });
  },
  s3: (abortSignal) =>
    s3().send(new HeadBucketCommand({ Bucket: setting('POLYCLINIC_FILES_BUCKET') }), { abortSignal }),
  mail: () => createMailer().check(),
};

/** Asks every dependency at once. */
export async function checkReadiness(
  probes: Probes = liveProbes,
  clock: Clock = systemClock,
  patience = patienceMilliseconds,
): Promise<Readiness> {
  const checked = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => [name, await ask(name, probe, patience)] as const),
  );
  const status = checked.every(([, each]) => each.status === 'ok') ? 'ok' : 'down';
  return { status, timestamp: clock().toISOString(), checks: Object.fromEntries(checked) as Checks };
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

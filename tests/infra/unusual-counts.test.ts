import { describe, expect, it } from '@jest/globals';
import { describeService } from '../../infra/serverless.ts';
import { businessCounts } from '../../lib/domains/declared/metrics.ts';
import { everyOptionalQueue } from '../support/optional-queues.ts';

interface Resource {
  readonly Properties: { readonly MetricName?: string; readonly Threshold?: number };
}

/** From which count in five minutes each alarm on something that is counted rings. */
async function thresholdsOf(parameters: { readonly unusualCounts?: string } = {}): Promise<Record<string, number>> {
  const urls = { clientUrl: 'https://app.polyclinic.test', publicUrl: 'https://api.polyclinic.test' };
  const target = { stage: 'test', stack: 'data', ...urls, optional: everyOptionalQueue('on'), ...parameters } as const;
  const { Resources } = (await describeService(target)).resources as { Resources: Record<string, Resource> };
  const counted = businessCounts.map(({ name }) => name as string);
  return Object.fromEntries(
    Object.entries(Resources).flatMap(([id, { Properties }]) =>
      counted.includes(Properties.MetricName ?? '') ? [[id, Properties.Threshold ?? 0]] : [],
    ),
  );
}

describe('the alarms on what is counted', () => {
  it('ring at the first token that is used twice, refusal off the record and forged entry, and at many of the others', async () => {
    expect(await thresholdsOf()).toEqual({
      AuditAlarm: 1,
      DataKeysAlarm: 1,
      DueAlarm: 3,
      SealsAlarm: 1,
      SessionsReuseDetectedUnusualAlarm: 1,
      RefusalsUnrecordedUnusualAlarm: 1,
      SignInsLockedUnusualAlarm: 20,
      CallersRefusedUnusualAlarm: 50,
      RequestsRefusedUnusualAlarm: 400,
    });
  });

  it('ring where a stage says so, and otherwise as usual', async () => {
    const own = await thresholdsOf({ unusualCounts: '{"sign_ins.locked":7}' });

    expect(own).toEqual({ ...(await thresholdsOf()), SignInsLockedUnusualAlarm: 7 });
  });

  it.each(['', '[]', '{"sign_ins.locked":0}', '{"sign_ins.locked":"many"}', '{"sign_ins.lost":5}'])(
    'are packaged with no parameter that is none: %s',
    async (unusualCounts) => {
      await expect(thresholdsOf({ unusualCounts })).rejects.toThrow('The parameter unusualCounts must be');
    },
  );
});

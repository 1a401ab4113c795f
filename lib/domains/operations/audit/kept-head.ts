import { log } from '../../../log.ts';
import { count } from '../../../metrics.ts';
import { auditTampered } from '../metrics.ts';
import { dayOf, earliestDay } from './calendar.ts';
import { type ChainHead, type ChainHeads, isMalformedHead, type KeptHead } from './chain-head-repository.ts';
import { digest } from './digest.ts';

/**
 * Finds the kept head of the chain of seals, undefined where there is none; one that no run of ours can have left is reported.
 */
export async function findKeptHead(
  heads: Pick<ChainHeads, 'find'>,
  now: () => Date,
): Promise<KeptHead | 'invalid' | undefined> {
  try {
    const kept = await heads.find();
    // The clock is read after the head, which another run may have moved on meanwhile.
    if (!kept || isPossible(kept, dayOf(now()))) return kept;
    report({ first: kept.first, day: kept.day });
  } catch (error) {
    if (!isMalformedHead(error)) throw error;
    report({ error });
  }
  return 'invalid';
}

/** Whether a head can be ours: no day is sealed before it is over. */
function isPossible({ first, day, head }: ChainHead, today: string): boolean {
  return earliestDay <= first && first <= day && day < today && digest().safeParse(head).success;
}

function report(fields: Parameters<typeof log.error>[1]): void {
  log.error('audit head invalid', fields);
  count(auditTampered);
}

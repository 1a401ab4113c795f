import { absent, allOf, anyOf, equals, lessThan } from '../../../data/condition.ts';
import { upsert } from '../../../data/write.ts';
import type { Platform } from '../../../platform/platform.ts';
import { type ChainHead, chainHeads, HeadMoved, type SealClaim } from './chain-head-repository.ts';

/**
 * Claims the seal of the day after a head, before it is stored: one head of a day is ever claimed. Answers the claim that
 * stands, by whichever run; `sealed` where another run has sealed the day meanwhile, and `otherwise` where one has claimed or
 * sealed it with another head.
 */
type ClaimSeal = (from: ChainHead | undefined, own: SealClaim) => Promise<SealClaim | 'sealed' | 'otherwise'>;

export function createSealClaims({ writeAlone }: Pick<Platform, 'writeAlone'>): ClaimSeal {
  return async (from, own) => {
    const set = { claimedDay: own.day, claimedHead: own.head, claimedKeyVersion: own.keyVersion };
    const when = allOf(
      from ? equals('head', from.head) : absent('head'),
      anyOf(absent('claimedDay'), lessThan('claimedDay', own.day)),
    );
    try {
      await writeAlone(upsert(chainHeads, {}, { set, when, conflict: (old) => new HeadMoved(old) }));
      return own;
    } catch (error) {
      if (error instanceof HeadMoved) return standing(error, own);
      throw error;
    }
  };
}

function standing(moved: HeadMoved, own: SealClaim): SealClaim | 'sealed' | 'otherwise' {
  const { now, claim } = moved;
  if ([now, claim].some((each) => each?.day === own.day && each.head !== own.head)) return 'otherwise';
  if (now && now.day >= own.day) return 'sealed';
  if (claim?.day === own.day) return claim;
  throw moved;
}

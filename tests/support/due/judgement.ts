import { minute } from '../../../lib/clock.ts';

/** What was decided last about something that is to be done. */
export interface Decision {
  readonly id: string;
  readonly at: Date;
  readonly decidedAt: Date;
  readonly cancelled: boolean;
}

/** An effect, and when it was there. */
export interface Effect {
  readonly id: string;
  readonly at: Date;
}

/** What is wrong with what became of decisions; nothing where each effect came once and in its minute. */
export function faultsOf(decisions: readonly Decision[], effects: readonly Effect[]): string[] {
  const timesOf = Map.groupBy(effects, ({ id }) => id);
  return decisions.flatMap((decision) => faultOf(decision, timesOf.get(decision.id) ?? []));
}

function faultOf({ id, at, decidedAt, cancelled }: Decision, its: readonly Effect[]): string[] {
  if (its.length !== (cancelled ? 0 : 1)) return [`${id} came ${its.length} times`];
  const [came = at.getTime()] = its.map((effect) => effect.at.getTime());
  const soonest = Math.max(at.getTime(), decidedAt.getTime());
  if (came < at.getTime()) return [`${id} came ${at.getTime() - came} ms early`];
  return came > soonest + minute ? [`${id} came ${came - soonest} ms late`] : [];
}

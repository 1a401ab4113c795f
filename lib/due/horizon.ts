import { later, minute, second } from '../clock.ts';

/** How far ahead a tick hands over what is due: two may fail, or not come, and the third still comes before what they have left. */
const aheadMilliseconds = 3 * minute;
/**
 * How much longer a commit tells of what is due itself: by then the index shows it to every later tick, whatever the commit took,
 * the index lags, and two clocks differ by.
 */
const marginMilliseconds = 30 * second;
/** How long after its time something that still waits is handed over again. */
const sweptMilliseconds = 10 * second;

/** Until when a tick at `now` hands over. */
export const handedOverUntil = (now: Date): Date => later(now, aheadMilliseconds);

/** Until when a tick at `now` hands over again what still waits. */
export const sweptUntil = (now: Date): Date => later(now, -sweptMilliseconds);

/** How far a tick by another clock may have come that ends at `until` by this one. */
export const reachOf = (until: Date): Date => later(until, marginMilliseconds);

/** Whether a tick may have handed over already what is due at this instant, so that its own commit tells of it. */
export const isWithinReach = (at: Date, now: Date): boolean => at <= reachOf(handedOverUntil(now));

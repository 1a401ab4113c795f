/** From one number to a later one, which is no longer of it: minutes of a day, or milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Makes one of those that overlap or touch, and leaves out what is empty; in order. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const done: Stretch[] = [];
  const some = stretches.filter(({ from, to }) => from < to);
  for (const next of some.sort((one, other) => one.from - other.from)) {
    const last = done.at(-1);
    if (last && next.from <= last.to) done.splice(-1, 1, { from: last.from, to: Math.max(last.to, next.to) });
    else done.push(next);
  }
  return done;
}

/** What is left of a stretch where parts are taken out of it. */
export function without(whole: Stretch, parts: readonly Stretch[]): Stretch[] {
  const left = parts.reduce<readonly Stretch[]>(
    (before, part) =>
      before.flatMap(({ from, to }) => [
        { from, to: Math.min(to, part.from) },
        { from: Math.max(from, part.to), to },
      ]),
    [whole],
  );
  return joined(left);
}

/** Whether all of a part lies in one of the stretches. */
export function covers(stretches: readonly Stretch[], part: Stretch): boolean {
  return stretches.some(({ from, to }) => from <= part.from && part.to <= to);
}

/** Whether a part has a moment in common with one of the stretches. */
export function overlaps(stretches: readonly Stretch[], part: Stretch): boolean {
  return stretches.some(({ from, to }) => from < part.to && part.from < to);
}

/** Prints what a step of a journey came to, without what differs from run to run, so that the journeys can be compared. */
export function show(step: string, ...results: readonly (string | number | boolean | undefined)[]): void {
  process.stdout.write(`${step}: ${results.join(' ')}\n`);
}

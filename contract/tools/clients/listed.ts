/** Asks for a list until it shows something, since lists may lag a second behind; answers what came last after half a minute. */
export async function onceListed<T>(ask: () => Promise<T>, countIn: (answer: T) => number | undefined): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if ((countIn(answer) ?? 0) > 0 || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

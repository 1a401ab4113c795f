const usualAttempts = 5;

/**
 * Runs `attempt`, which writes on condition of what it has read, and runs it again each time that somebody else was faster; the
 * conflict of the last attempt is thrown. Attempts count from 1.
 */
export async function retryOnConflict<T>(
  work: (attempt: number) => Promise<T>,
  isConflict: (error: unknown) => boolean,
  mostAttempts: number = usualAttempts,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConflict(error) || attempt >= mostAttempts) throw error;
    }
  }
}

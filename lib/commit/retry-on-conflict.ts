const usualAttempts = 5;

/**
 * Does what is conditional on what it has read, and does it again, on what there is by then, each time that somebody else
 * was faster; the conflict of the last attempt is thrown. Attempts count from 1.
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

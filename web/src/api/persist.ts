import { backoff } from '../socket/backoff';
import { Problem } from './problem';

/**
 * Repeats a read that failed for a reason that passes, with growing pauses, for as long as its result is
 * wanted. Rejects with what does not pass, and with the last problem once nobody wants the result.
 */
export async function persist<T>(task: () => Promise<T>, wanted: () => boolean): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      const problem = Problem.from(error);
      if (!problem.passing || !wanted()) {
        throw problem;
      }
      await pause(Math.max(backoff(attempt), (problem.retryAfter ?? 0) * 1000));
      if (!wanted()) {
        throw problem;
      }
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

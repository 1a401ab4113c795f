import { jest } from '@jest/globals';

export type LogLine = Readonly<Record<string, unknown>>;

/** Runs `work` with the log turned aside, and gives the lines that it wrote, parsed. */
export async function withLogLines<T>(work: () => Promise<T> | T): Promise<{ result: T; lines: LogLine[] }> {
  const written: string[] = [];
  const level = process.env.LOG_LEVEL;
  if (level === 'silent') delete process.env.LOG_LEVEL;
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.push(String(chunk));
    return true;
  });
  try {
    const result = await work();
    return { result, lines: written.map((line) => JSON.parse(line) as LogLine) };
  } finally {
    if (level !== undefined) process.env.LOG_LEVEL = level;
    stdout.mockRestore();
  }
}

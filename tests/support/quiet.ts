/** Log lines are asked for by the tests that are about them (`withLogLines`); elsewhere they are noise. */
process.env.LOG_LEVEL = 'silent';

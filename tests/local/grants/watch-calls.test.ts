import { readFileSync } from 'node:fs';
import path from 'node:path';
import { $Command } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../../infra/functions.ts';

const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const clients = Object.keys(dependencies).filter((name) => name.startsWith('@aws-sdk/client-'));

describe('the calls of every client', () => {
  it('has clients to look at', () => {
    expect(clients).toContain('@aws-sdk/client-sqs');
  });

  it.each(clients)('go through the one place that is watched: %s', async (name) => {
    const client = (await import(name)) as { $Command: unknown };

    expect(client.$Command).toBe($Command);
  });
});

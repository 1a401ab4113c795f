import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How far each shard of a stream was read, so that what was handled is not handled again after a restart. */
export interface Checkpoints {
  /** The sequence number of the last record that was handled; undefined to read from the beginning. */
  last(shardId: string): string | undefined;
  advance(shardId: string, sequenceNumber: string): void;
}

/** Keeps checkpoints in a file that outlives this process; they are valid for one stream, and a new one begins anew. */
export function keptCheckpoints(file: string, streamArn: string): Checkpoints {
  const kept = readKept(file);
  const shards = kept?.streamArn === streamArn ? kept.shards : {};
  mkdirSync(path.dirname(file), { recursive: true });
  return {
    last: (shardId) => shards[shardId],
    advance(shardId, sequenceNumber) {
      shards[shardId] = sequenceNumber;
      // The file is replaced whole, since a process killed while it writes must not leave half of one.
      writeFileSync(`${file}.new`, JSON.stringify({ streamArn, shards }));
      renameSync(`${file}.new`, file);
    },
  };
}

function readKept(file: string): { streamArn: string; shards: Record<string, string> } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

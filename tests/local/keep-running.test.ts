import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { keepRunning } from '../../local/keep-running.ts';

describe('the process of the local cloud', () => {
  it('reports what nobody has caught, and does not end as the framework would', () => {
    const [source, lines, ends] = [new EventEmitter(), [] as string[], [] as unknown[]];
    source.once('uncaughtException', (error) => ends.push(error));
    keepRunning(source, (line) => lines.push(line));

    source.emit('uncaughtException', new Error('connection'));
    source.emit('uncaughtException', undefined);

    expect(ends).toEqual([]);
    expect(lines).toEqual([expect.stringContaining('Error: connection'), expect.stringContaining('undefined')]);
  });
});

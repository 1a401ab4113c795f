import { zoneNames } from '../lib/zone-lines.ts';
import { offsetAt, toInstants, toWall } from '../lib/zoned-time.ts';

// Measures what a look at the table of time zones costs: the first one in a process, which reads the table, and then each.

const turns = 200_000;

function time(name: string, work: (turn: number) => unknown): void {
  for (let turn = 0; turn < turns; turn += 1) work(turn);
  const started = performance.now();
  for (let turn = 0; turn < turns; turn += 1) work(turn);
  process.stdout.write(`${name.padEnd(12)}${(((performance.now() - started) * 1e6) / turns).toFixed(0)} ns\n`);
}

const started = performance.now();
offsetAt('America/New_York', Date.UTC(2027, 0));
process.stdout.write(`${'cold'.padEnd(12)}${(performance.now() - started).toFixed(2)} ms\n`);

const zones = zoneNames();
const zoneOf = (turn: number) => zones[turn % zones.length] ?? 'UTC';
const instantOf = (turn: number) => Date.UTC(2027, 0) + (turn % 365) * 86_400_000;
const walls = Array.from({ length: 365 }, (_, day) => toWall(new Date(instantOf(day)), 'UTC'));
const wallOf = (turn: number) => walls[turn % walls.length] ?? { date: '2027-01-01', time: '00:00' };

time('offsetAt', (turn) => offsetAt(zoneOf(turn), instantOf(turn)));
time('toWall', (turn) => toWall(new Date(instantOf(turn)), zoneOf(turn)));
time('toInstants', (turn) => toInstants(wallOf(turn), zoneOf(turn)));

import type { FileCoverage } from './coverage.ts';

export function withCounters(source: string, filename: string): string;
export function mapsOf(filename: string): FileCoverage;

import type { NodeCheck } from './node-binary.mjs';

export const root: string;
export function ensureInstalled(options?: {
  readonly root: string;
  readonly install: () => void;
  readonly node?: NodeCheck;
}): void;
export function isInstalled(folder: string): boolean;

export const root: string;
export function ensureInstalled(options?: { readonly root: string; readonly install: () => void }): void;
export function isInstalled(folder: string): boolean;

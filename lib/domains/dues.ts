import type { DueDefinition } from '../events/due-definition.ts';

/** Every kind of things to be done at an instant that a domain declares. */
export const dues = [] as const satisfies readonly DueDefinition[];

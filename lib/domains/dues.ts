import type { DueDefinition } from '../events/due-definition.ts';
import { apiKeyExpired } from './identity/events/api-keys.ts';

/** Every kind of things to be done at an instant that a domain declares. */
export const dues = [apiKeyExpired] as const satisfies readonly DueDefinition[];

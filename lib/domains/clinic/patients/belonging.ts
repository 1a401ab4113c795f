import { createHash } from 'node:crypto';

/** What of a patient decides who may see them, and as whom: it is stored as it is, since it is searched by. */
interface Belonging {
  readonly clinicId: string;
  readonly userId?: string | undefined;
  readonly number: string;
  readonly name: string;
  readonly deletedAt?: string | undefined;
}

/**
 * Whose something stored of a patient is: a hash, which is shorter than what it stands for. Sealed beside that it refuses what was
 * given to another clinic or account, or taken back from the deleted, past the product.
 */
export function belongingOf({ clinicId, userId, number, name, deletedAt }: Belonging): string {
  return createHash('sha256')
    .update(JSON.stringify([clinicId, userId ?? null, number, name, deletedAt ?? null]))
    .digest('base64url');
}

import { Conflict, NotFound } from '../../../errors.ts';

/** There is no such clinic. */
export function clinicNotFound(): NotFound {
  return new NotFound('CLINIC_NOT_FOUND', 'There is no such clinic.');
}

/** The error of `clinicNotFound`, audited, for a clinic that is not the caller's, whether or not it exists. */
export function clinicHidden(): NotFound {
  return new NotFound('CLINIC_NOT_FOUND', 'There is no such clinic.', { refused: true });
}

/** There is no such closure of the clinic. */
export function closureNotFound(): NotFound {
  return new NotFound('CLOSURE_NOT_FOUND', 'The clinic has no such closure.');
}

/** The clinic has as many closures as it may; those that are over can be removed. */
export function tooManyClosures(): Conflict {
  return new Conflict('TOO_MANY_CLOSURES', 'The clinic has as many closures as it can. Remove some that are over.');
}

/** Somebody else changed or deleted the clinic since it was read. */
export class ClinicChanged extends Conflict {
  constructor() {
    super('CONCURRENT_CHANGE', 'The clinic was changed at the same time. Try again.');
  }
}

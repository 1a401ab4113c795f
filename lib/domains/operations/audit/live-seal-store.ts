import { s3 } from '../../../aws/s3.ts';
import { setting } from '../../../config.ts';
import { createObjects } from '../../../data/objects.ts';
import { createSealStore, type SealStore } from './seal-store.ts';

/** The seals in the bucket `seals` of this stage. */
export const sealStore: SealStore = createSealStore({
  objects: createObjects(s3),
  bucket: () => setting('POLYCLINIC_SEALS_BUCKET'),
});

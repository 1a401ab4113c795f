import { setting } from '../config.ts';
import { type AssetReader, createAssetReader } from '../http/assets.ts';

/** Reads the files that the build put beside the function. */
export const assets: AssetReader = createAssetReader(() => setting('POLYCLINIC_ASSETS_DIR'));

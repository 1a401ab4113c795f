import { setting } from '../config.ts';
import { type AssetReader, createAssetReader } from '../http/assets.ts';

/** Reads what the build laid beside the function. */
export const assets: AssetReader = createAssetReader(() => setting('POLYCLINIC_ASSETS_DIR'));

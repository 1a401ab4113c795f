/** What a function is given to run with, where its trigger asks for other than what is usual for its kind. */
export interface FunctionResources {
  /** In MB; the share of a processor goes with it. */
  readonly memory?: number;
  /** Time limit of one call. */
  readonly seconds?: number;
  /** Room in `/tmp`, in MB. */
  readonly storage?: number;
  /** Files made by `infra/assets.ts` that are packaged with the function; it is granted to read them. */
  readonly assets?: readonly string[];
}

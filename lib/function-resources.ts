/** The resources of a function, where its trigger asks for other than the usual ones of its kind. */
export interface FunctionResources {
  /** Memory in MB; the share of a processor grows with it. */
  readonly memory?: number;
  /** The time limit of an invocation in seconds. */
  readonly seconds?: number;
  /** The size of `/tmp` in MB. */
  readonly storage?: number;
  /** Files made by `infra/assets.ts` that are packaged with the function; it is granted to read them. */
  readonly assets?: readonly string[];
}

export interface PinnedNode {
  readonly version: string;
  readonly sha256: Readonly<Record<string, string>>;
}
export const pinnedNode: PinnedNode;
export function nodeBinary(folder: string): string;
export function requirePinnedNode(folder: string, options?: NodeCheck): void;
export interface NodeCheck {
  readonly pinned?: PinnedNode;
  readonly platform?: string;
  readonly refuse?: (message: string) => void;
  readonly say?: (line: string) => void;
}

/** What a check found out, and what to do about it. */
export interface Finding {
  readonly subject: string;
  readonly state: 'good' | 'note' | 'bad';
  readonly says: string;
  readonly advice?: string;
}

export function good(subject: string, says: string): Finding;
export function note(subject: string, says: string, advice: string): Finding;
export function bad(subject: string, says: string, advice: string): Finding;
export function render(findings: readonly Finding[]): string;

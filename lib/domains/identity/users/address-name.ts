/** Makes a name of the first part of an address, or of the whole address where that part is too short for one. */
export function nameFrom(email: string): string {
  const [first = ''] = email.split('@');
  return (first.length < 2 ? email : first).slice(0, 50);
}

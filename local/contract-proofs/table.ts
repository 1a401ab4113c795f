/** Lines of a table: columns as wide as they need, numbers to the right. */
export function tableOf(rows: readonly (readonly (string | number)[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => String(row[column] ?? '').length)));
  const pad = (cell: string | number, width = 0) =>
    typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

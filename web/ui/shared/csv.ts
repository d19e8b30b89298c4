/** One cell: quoted where needed; a text that a spreadsheet would run as a formula begins with an apostrophe. */
export function csvCell(text: string): string {
  const isNumber = /^-?\d+([.,]\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves exactly what is shown, in the form Hungarian spreadsheets open by a double click: UTF-8 with mark, semicolons. */
export function downloadCsv<Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly { header: string; text?: (row: Row) => string }[],
): void {
  const written = columns.flatMap((column) => (column.text ? [{ header: column.header, text: column.text }] : []));
  const lines = [written.map((column) => csvCell(column.header)), ...rows.map((row) => written.map((column) => csvCell(column.text(row))))];
  save(`${name}.csv`, new Blob([`\ufeff${lines.map((line) => line.join(';')).join('\r\n')}\r\n`], { type: 'text/csv' }));
}

export function save(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const anchor = Object.assign(document.createElement('a'), { href: url, download: fileName });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

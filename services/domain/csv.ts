/** Put before a CSV so that spreadsheet programs read it as UTF-8. */
export const byteOrderMark = '\ufeff';

/** A text that a spreadsheet program would run as a formula is made plain text; a negative number stays a number. */
const harmless = (text: string): string => (/^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text);

/** One line of RFC 4180, without its end. */
export const csvLine = (cells: readonly (string | null)[]): string =>
  cells
    .map((cell) => {
      const text = harmless(cell ?? '');
      return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(',');

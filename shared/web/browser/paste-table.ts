/**
 * A table pasted from Excel or Word arrives whole: the clipboard also holds it with its cells told apart, where
 * plain text would tear cells of several lines and lose what merged cells hold.
 */
const field = document.querySelector<HTMLTextAreaElement>('textarea[data-paste-table]');
field?.addEventListener('paste', (event) => {
  const html = event.clipboardData?.getData('text/html') ?? '';
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table || !field) return;
  event.preventDefault();
  field.setRangeText(textOf(table), field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
});

/** As Excel writes a table as text: tabs between cells, quotation marks around those of several lines. */
function textOf(table: HTMLTableElement): string {
  const grid: string[][] = [];
  [...table.rows].forEach((row, index) => {
    grid[index] ??= [];
    const line = grid[index] ?? [];
    let column = 0;
    for (const cell of row.cells) {
      while (line[column] !== undefined) column++;
      const text = linesOf(cell);
      for (let down = 0; down < Math.max(1, cell.rowSpan); down++) {
        grid[index + down] ??= [];
        // What a merged cell holds counts in each of its rows, and once across.
        for (let across = 0; across < cell.colSpan; across++)
          (grid[index + down] ?? [])[column + across] = across === 0 ? text : '';
      }
      column += cell.colSpan;
    }
  });
  return grid
    .map((line) => `${Array.from(line, (text) => quoted(text ?? '')).join('\t')}\r\n`)
    .join('');
}

function linesOf(cell: HTMLTableCellElement): string {
  for (const end of cell.querySelectorAll('br, p:not(:last-child), div:not(:last-child)'))
    end.after('\u2028');
  return (cell.textContent ?? '')
    .replace(/\s+/g, (spaces) => (spaces.includes('\u2028') ? '\n' : ' '))
    .trim();
}

function quoted(text: string): string {
  return /[\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

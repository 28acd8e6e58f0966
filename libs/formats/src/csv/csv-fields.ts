import { CsvError } from './csv-error.ts';

/** The fields of one line; quotes may enclose a field and are doubled inside. @throws CsvError */
export function csvFields(line: string, file: string, number: number): string[] {
  if (!line.includes('"')) return line.split(',');
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const { text, end } =
      line[at] === '"' ? quotedField(line, at, file, number) : plainField(line, at, file, number);
    fields.push(text);
    if (end >= line.length) return fields;
    at = end + 1;
  }
}

type Field = { readonly text: string; readonly end: number };

function plainField(line: string, at: number, file: string, number: number): Field {
  const comma = line.indexOf(',', at);
  const end = comma < 0 ? line.length : comma;
  const text = line.slice(at, end);
  if (text.includes('"'))
    throw new CsvError(file, number, `a quote stands inside the field ${JSON.stringify(text.slice(0, 40))}`);
  return { text, end };
}

function quotedField(line: string, at: number, file: string, number: number): Field {
  let close = at + 1;
  for (;;) {
    close = line.indexOf('"', close);
    if (close < 0) throw new CsvError(file, number, 'a quoted field does not end on its line');
    if (line[close + 1] !== '"') break;
    close += 2;
  }
  const end = close + 1;
  if (end < line.length && line[end] !== ',')
    throw new CsvError(file, number, 'a quoted field is not followed by a comma');
  return { text: line.slice(at + 1, close).replaceAll('""', '"'), end };
}

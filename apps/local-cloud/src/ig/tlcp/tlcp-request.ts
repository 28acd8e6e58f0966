/** What a client sends: a verb and its form parameters. */
export type TlcpRequest = { readonly verb: string; readonly parameters: URLSearchParams };

/** A WebSocket frame is `verb CR LF parameters`; several requests of one verb have a line each. */
export function parseFrame(frame: string): TlcpRequest[] {
  const [verb = '', ...lines] = frame.split('\r\n');
  const written = lines.filter((line) => line !== '');
  const all = written.length > 0 ? written : [''];
  return all.map((line) => ({ verb, parameters: new URLSearchParams(line) }));
}

/** Quotes a message for a line whose fields are separated by commas. */
export function quoteMessage(message: string): string {
  return message.replace(/[%,\r\n]/g, encodeURIComponent);
}

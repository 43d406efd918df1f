/** The request `POST /infill`: built from a document, sent, its answer read. Does not depend on VS Code. */

const PREFIX_LINES = 256;
const SUFFIX_LINES = 64;
const PIECE_LINES = 64;
/**
 * Maximum lengths in UTF-16 code units, which have at most 3 bytes each, and of the pieces in bytes of JSON. They bound the
 * request where lines are long: 3 * (16,384 + 8,192) + 60,000 bytes are below the server's default limit of 136,384.
 */
const BEFORE_UNITS = 16_384;
const AFTER_UNITS = 8_192;
const PIECE_UNITS = 8_192;
const PIECES_BYTES = 60_000;
const MESSAGE_UNITS = 200;
const ANSWER_BYTES = 1_000_000;
const TIMEOUT_MS = 10_000;

/** A document: its lines without their line ends. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

/** A position in a document; `character` counts UTF-16 code units, as in VS Code. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** A part of another document; `time` is when it was last visible, in milliseconds since 1970. */
export interface Piece {
  readonly text: string;
  readonly filename: string;
  readonly time: number;
}

/** A request; `min_confidence` is the probability to which the server cuts a completion, by default its own. */
export type InfillRequest = ReturnType<typeof buildRequest> & { readonly min_confidence?: number };

/** Why there is no completion, in words for the status bar; `status` is that of the HTTP answer, if there was one. */
export class InfillError extends Error {
  constructor(message: string, readonly status?: number) {
    super(message);
  }
}

/**
 * Builds the body of a request. Line ends are `\n`, also where those of the document are not.
 *
 * @param span what the completion replaces: nothing at the cursor, or what an item of VS Code's suggestion list replaces
 * @param typed text of that item, after which the completion begins
 */
export function buildRequest(doc: Lines, span: { start: Place; end: Place }, typed: string, extra: Piece[], maxChars: number) {
  const { start, end } = span;
  const line = doc.lineAt(start.line).text.slice(0, start.character) + typed;
  const prompt = line.slice(-BEFORE_UNITS);
  const suffix = `${doc.lineAt(end.line).text.slice(end.character)}\n${linesOf(doc, end.line + 1, SUFFIX_LINES)}`;
  const first = Math.max(0, start.line - PREFIX_LINES);
  return {
    input_prefix: lastUnits(linesOf(doc, first, start.line - first), BEFORE_UNITS - prompt.length).toWellFormed(),
    prompt: prompt.toWellFormed(),
    input_suffix: suffix.slice(0, AFTER_UNITS).toWellFormed(),
    input_extra: mostRecent(extra),
    n_predict: maxChars,
    alternative: 0, // the likeliest completion
    n_indent: indentation(line),
    t_max_predict_ms: 250, // for the lines after the first one
    stop: [],
    stream: false,
  };
}

function lastUnits(text: string, units: number): string {
  return text.slice(Math.max(0, text.length - units));
}

/** The last pieces, as many as fit into a request. The last one is the most recent. */
function mostRecent(pieces: Piece[]): Piece[] {
  let bytes = 0;
  const omitted = pieces.findLastIndex((piece) => (bytes += Buffer.byteLength(JSON.stringify(piece)) + 1) > PIECES_BYTES);
  return pieces.slice(omitted + 1);
}

/** Columns of white space that a line begins with; a tab extends to a multiple of 8, as the server counts. */
function indentation(line: string): number {
  let columns = 0;
  for (const character of line.slice(0, line.length - line.trimStart().length)) {
    columns += character === "\t" ? 8 - (columns % 8) : 1;
  }
  return columns;
}

/** The lines of a document around one of them. */
export function pieceAround(doc: Lines, line: number, filename: string, time: number): Piece {
  const first = Math.max(0, Math.min(line - PIECE_LINES / 2, doc.lineCount - PIECE_LINES));
  const text = linesOf(doc, first, PIECE_LINES).slice(0, PIECE_UNITS);
  return { text: text.toWellFormed(), filename: filename.toWellFormed(), time };
}

/** Lines of a document, each with a line end. */
export function linesOf(doc: Lines, first: number, count: number): string {
  let text = "";
  for (let line = first; line < Math.min(first + count, doc.lineCount); line++) {
    text += `${doc.lineAt(line).text}\n`;
  }
  return text;
}

/**
 * Sends a request to a server and returns the text of its answer.
 *
 * @throws InfillError if there is none; the signal's reason if the request was cancelled
 */
export async function complete(server: string, key: string | undefined, request: InfillRequest, cancelled: AbortSignal) {
  const url = infillUrl(server);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify(request),
      redirect: "error", // A redirect could send the text to a host that the user has not set.
      signal: AbortSignal.any([cancelled, timeout]),
    });
    return contentOf(response, await textOf(response), request.n_predict);
  } catch (error) {
    cancelled.throwIfAborted();
    if (error instanceof InfillError) {
      throw error;
    }
    throw new InfillError(timeout.aborted ? `no answer in ${TIMEOUT_MS / 1000} s` : `cannot reach ${url.origin}`);
  }
}

function infillUrl(server: string): URL {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new InfillError("charrnn.url must be an http or https address without user and password");
  }
  url.pathname = `${url.pathname.replace(/\/$/, "")}/infill`;
  url.search = url.hash = "";
  return url;
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) {
      throw new InfillError(`the server's answer is longer than ${ANSWER_BYTES / 1e6} MB`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The completion, or its first characters if a server sends more than it was asked for. */
function contentOf(response: Response, body: string, maxChars: number): string {
  const json = parse(body);
  if (!response.ok) {
    const message = json?.error?.message ?? "";
    const text = typeof message === "string" ? message : JSON.stringify(message);
    const reason = text && `: ${text.slice(0, MESSAGE_UNITS)}`;
    throw new InfillError(`the server answered ${response.status}${reason}`, response.status);
  }
  if (typeof json?.content !== "string") {
    throw new InfillError("the server's answer is not a completion");
  }
  return Array.from(json.content.replaceAll("\r\n", "\n")).slice(0, maxChars).join("").toWellFormed();
}

function parse(body: string): { content?: unknown; error?: { message?: unknown } | null } | null {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** Cuts a completion where it repeats the text after the cursor, and drops line ends at its end. */
export function withoutRepeats(content: string, suffix: string): string {
  const [rest = "", ...below] = suffix.split("\n");
  const cut = rest.trim() ? beforeRest(content, rest.trim()) : beforeLines(content, below.join("\n"));
  const trimmed = cut.trimEnd();
  return cut.slice(trimmed.length).includes("\n") ? trimmed : cut;
}

/** Cuts at the rest of the cursor's line, outside of brackets that the completion opens: `f(x));` before `)` becomes `f(x)`. */
function beforeRest(content: string, rest: string): string {
  let depth = 0;
  for (let at = 0; at < content.length; at++) {
    if (depth === 0 && content.startsWith(rest, at)) {
      return content.slice(0, at);
    }
    const bracket = content.charAt(at);
    depth += "([{".includes(bracket) ? 1 : ")]}".includes(bracket) && depth > 0 ? -1 : 0;
  }
  return content;
}

/** Cuts at the line end after which all lines are those below the cursor. */
function beforeLines(content: string, below: string): string {
  const next = below.replace(/^\s*\n/, "");
  for (let end = content.indexOf("\n"); end >= 0; end = content.indexOf("\n", end + 1)) {
    const tail = content.slice(end + 1).trimEnd();
    if (tail && next.startsWith(tail)) {
      return content.slice(0, end);
    }
  }
  return content;
}

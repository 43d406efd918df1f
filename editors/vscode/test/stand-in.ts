/** Stand-ins for what surrounds the extension: a server on localhost, a document. */
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import { TestContext } from "node:test";

export class Request {
  /** Resolves when the answer is complete or the connection is closed: true if the client disconnected before the end of the answer. */
  readonly abandoned: Promise<boolean>;

  constructor(
    readonly message: http.IncomingMessage,
    readonly response: http.ServerResponse,
    readonly body: any,
  ) {
    this.abandoned = once(response, "close").then(() => !response.writableFinished);
  }

  answer(body: unknown, status = 200): void {
    this.response.writeHead(status, { "Content-Type": "application/json" });
    this.response.end(typeof body === "string" ? body : JSON.stringify(body));
  }
}

/** An HTTP server that passes each request to a function. */
export class StandInServer {
  private readonly http = http.createServer((message, response) => void this.receive(message, response));
  private waiting: ((request: Request) => void)[] = [];
  readonly requests: Request[] = [];
  url = "";

  /** @param handle answers a request; without it, requests stay open */
  constructor(private handle: (request: Request) => void = () => {}) {}

  static async start(test: TestContext, handle?: (request: Request) => void): Promise<StandInServer> {
    const server = new StandInServer(handle);
    server.http.listen(0, "127.0.0.1");
    await once(server.http, "listening");
    server.url = `http://127.0.0.1:${(server.http.address() as AddressInfo).port}`;
    test.after(() => server.stop());
    return server;
  }

  /** The next request that arrives. */
  next(): Promise<Request> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  stop(): void {
    this.http.close();
    this.http.closeAllConnections();
  }

  private async receive(message: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) {
      chunks.push(chunk);
    }
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    const request = new Request(message, response, JSON.parse(text));
    this.requests.push(request);
    this.handle(request);
    this.waiting.splice(0).forEach((resolve) => resolve(request));
  }
}

/** A document as VS Code shows it to extensions: lines without line ends, whatever these are. */
export class FakeDocument {
  private lines: string[] = [];
  readonly uri: { scheme: string; path: string; toString(): string };

  constructor(
    text: string,
    readonly languageId = "c",
    path = "/project/main.c",
    scheme = "file",
  ) {
    this.write(text);
    this.uri = { scheme, path, toString: () => `${scheme}:${path}` };
  }

  /** Replaces the text. */
  write(text: string): void {
    this.lines = text.split(/\r\n|\r|\n/);
  }

  get lineCount(): number {
    return this.lines.length;
  }

  lineAt(line: number): { text: string } {
    const text = this.lines[line];
    if (text === undefined) {
      throw new Error("Illegal value for `line`");
    }
    return { text };
  }
}

/** The line numbers from one to another, a line each. */
export function numbered(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, i) => `${from + i}\n`).join("");
}

export function cursor(line: number, character: number) {
  const place = { line, character };
  return { start: place, end: place };
}

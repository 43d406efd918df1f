import * as assert from "node:assert/strict";
import * as net from "node:net";
import { once } from "node:events";
import { suite, test } from "node:test";
import { buildRequest, complete, InfillError } from "../src/infill";
import { cursor, FakeDocument, StandInServer } from "./stand-in";

const request = buildRequest(new FakeDocument("int é漢😀;\r\nint \ud83d"), cursor(1, 5), "", [], 64);
const never = new AbortController().signal;

/** Expects an InfillError and returns it. */
async function failure(url: string): Promise<InfillError> {
  const error: unknown = await complete(url, undefined, request, never).then((text) => `completed: ${text}`, (e) => e);
  assert.ok(error instanceof InfillError, String(error));
  return error;
}

suite("over HTTP", { timeout: 30_000 }, () => {
  test("the request arrives as it was built", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ content: "y;" }));
    assert.equal(await complete(server.url, undefined, request, never), "y;");
    const received = server.requests[0]!;
    assert.deepEqual(received.body, request);
    assert.equal(received.body.input_prefix, "int é漢😀;\n");
    assert.equal(received.body.prompt, "int \ufffd");
    assert.equal(`${received.message.method} ${received.message.url}`, "POST /infill");
    assert.equal(received.message.headers["content-type"], "application/json");
    assert.equal(received.message.headers.authorization, undefined);
  });

  test("the key is a bearer token", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ content: "" }));
    assert.equal(await complete(server.url, "s3cret", request, never), "");
    assert.equal(server.requests[0]!.message.headers.authorization, "Bearer s3cret");
  });

  const routes: [address: string, route: string][] = [
    ["/", "/infill"],
    ["/charrnn", "/charrnn/infill"],
    ["/charrnn/", "/charrnn/infill"],
    ["//elsewhere.example", "//elsewhere.example/infill"],
    ["/charrnn?a=b#c", "/charrnn/infill"],
  ];
  for (const [address, route] of routes) {
    test(`the route is below the address: ${address}`, async (t) => {
      const server = await StandInServer.start(t, (received) => received.answer({ content: "" }));
      await complete(server.url + address, undefined, request, never);
      assert.equal(server.requests[0]!.message.url, route);
    });
  }

  test("the answer has line feeds and no unpaired surrogates", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer('{"content": "é漢😀\\r\\n\\ud83d"}'));
    assert.equal(await complete(server.url, undefined, request, never), "é漢😀\n\ufffd");
  });

  test("cancellation closes the connection", async (t) => {
    const server = await StandInServer.start(t);
    const abort = new AbortController();
    const answer = complete(server.url, undefined, request, abort.signal);
    const received = await server.next();
    abort.abort();
    await assert.rejects(answer, { name: "AbortError" });
    assert.equal(await received.abandoned, true);
  });

  test("cancellation closes a connection that has half of the answer", async (t) => {
    const server = await StandInServer.start(t, ({ response }) => response.write('{"content": "'));
    const abort = new AbortController();
    const answer = complete(server.url, undefined, request, abort.signal);
    const received = await server.next();
    abort.abort();
    await assert.rejects(answer, { name: "AbortError" });
    assert.equal(await received.abandoned, true);
  });

  test("a refusal has the server's message", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ error: { message: "the queue is full" } }, 429));
    const error = await failure(server.url);
    assert.deepEqual([error.status, error.message], [429, "the server answered 429: the queue is full"]);
  });

  const refusals: [status: number, body: string][] = [[401, ""], [404, "<html>"], [500, '{"error": null}'], [503, '{"error": "busy"}'], [503, "null"]];
  for (const [status, body] of refusals) {
    test(`a refusal without a message has its status: ${status} ${body}`, async (t) => {
      const server = await StandInServer.start(t, (received) => received.answer(body, status));
      const error = await failure(server.url);
      assert.deepEqual([error.status, error.message], [status, `the server answered ${status}`]);
    });
  }

  test("a message that is not text is shown as JSON", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ error: { message: { code: 7 } } }, 400));
    assert.equal((await failure(server.url)).message, 'the server answered 400: {"code":7}');
  });

  test("a completion has no more characters than requested", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ content: "😀".repeat(100_000) }));
    assert.equal(await complete(server.url, undefined, request, never), "😀".repeat(64));
  });

  test("an answer of ten megabytes is an error", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ content: "x".repeat(10_000_000) }));
    assert.equal((await failure(server.url)).message, "the server's answer is longer than 1 MB");
  });

  test("a long message is cut", async (t) => {
    const server = await StandInServer.start(t, (received) => received.answer({ error: { message: "x".repeat(1000) } }, 400));
    assert.equal((await failure(server.url)).message, `the server answered 400: ${"x".repeat(200)}`);
  });

  for (const body of ["", "{", "null", "[]", "{}", '{"content": 1}', "data: {}"]) {
    test(`an answer without text is an error: ${body}`, async (t) => {
      const server = await StandInServer.start(t, (received) => received.answer(body));
      assert.equal((await failure(server.url)).message, "the server's answer is not a completion");
    });
  }

  test("a server that is not there cannot be reached", async (t) => {
    const server = await StandInServer.start(t);
    server.stop();
    assert.equal((await failure(server.url)).message, `cannot reach ${server.url}`);
  });

  test("a connection that breaks off is an error", async (t) => {
    const server = net.createServer((socket) => socket.once("data", () => socket.destroy())).listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    assert.equal((await failure(url)).message, `cannot reach ${url}`);
  });

  test("a redirect is not followed", async (t) => {
    const other = await StandInServer.start(t, (received) => received.answer({ content: "x" }));
    const server = await StandInServer.start(t, ({ response }) => response.writeHead(307, { Location: `${other.url}/infill` }).end());
    assert.equal((await failure(server.url)).message, `cannot reach ${server.url}`);
    assert.equal(other.requests.length, 0);
  });

  for (const url of ["", "127.0.0.1:8080", "file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "http://user:password@127.0.0.1/"]) {
    test(`an address that is not allowed is an error: ${url}`, async () => {
      assert.match((await failure(url)).message, /^charrnn.url must be an http or https address/);
    });
  }
});

import * as assert from "node:assert/strict";
import { afterEach, beforeEach, suite, test } from "node:test";
import { editor } from "./fake-vscode";
import { activate } from "../src/extension";
import { FakeDocument, numbered, StandInServer } from "./stand-in";
import manifest = require("../package.json");

const KEY_COMMAND = "charrnn.setApiKey";
const INVOKE = 0;
const AUTOMATIC = 1;

/** A cancellation token as VS Code makes them. */
class Token {
  private readonly listeners = new Set<() => void>();
  isCancellationRequested = false;

  readonly onCancellationRequested = (listener: () => void) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  cancel(): void {
    this.isCancellationRequested = true;
    this.listeners.forEach((listener) => listener());
  }

  get listened(): number {
    return this.listeners.size;
  }
}

/** Calls the provider as VS Code does while a text is typed; returns the items that it offers. */
async function suggestions(document: FakeDocument, line: number, character: number, token = new Token(), context = {}) {
  const provide = editor.provider!.provideInlineCompletionItems.bind(editor.provider);
  const place = { line, character };
  const items = await provide(document as never, place as never, { triggerKind: AUTOMATIC, ...context } as never, token as never);
  return items as unknown as { insertText: string; range: { start: unknown; end: unknown } }[];
}

async function texts(document: FakeDocument, line: number, character: number, token = new Token(), context = {}) {
  return (await suggestions(document, line, character, token, context)).map((item) => item.insertText);
}

function view(document: FakeDocument, from: number, to: number) {
  return { document, visibleRanges: [{ start: { line: from }, end: { line: to } }] };
}

suite("the extension", { timeout: 30_000 }, () => {
  const document = new FakeDocument("int main(void)\n{\n\tret\n}\n");

  beforeEach(() => {
    const settings = { "charrnn.debounceMs": 0 };
    Object.assign(editor, { settings, secrets: new Map(), input: undefined, visibleTextEditors: [], subscriptions: [] });
    editor.activeTextEditor = undefined;
    const secrets = {
      get: async (name: string) => editor.secrets.get(name),
      store: async (name: string, value: string) => void editor.secrets.set(name, value),
      delete: async (name: string) => void editor.secrets.delete(name),
    };
    activate({ secrets, subscriptions: editor.subscriptions } as never);
  });

  afterEach(() => {
    editor.subscriptions.forEach((subscription) => subscription.dispose());
    assert.equal(editor.listeners(), 0);
    assert.equal(editor.status.shown, false);
    assert.equal(editor.provider, undefined);
    assert.equal(editor.commands.size, 0);
  });

  async function serve(t: Parameters<typeof StandInServer.start>[0], answer?: unknown, status?: number) {
    const server = await StandInServer.start(t, answer === undefined ? undefined : (request) => request.answer(answer, status));
    editor.settings["charrnn.url"] = server.url;
    return server;
  }

  test("offers the server's text at the cursor", async (t) => {
    const server = await serve(t, { content: "urn 0;\n}\n" });
    const [item, ...others] = await suggestions(document, 2, 4);
    assert.deepEqual(others, []);
    assert.equal(item!.insertText, "urn 0;");
    assert.deepEqual({ ...item!.range }, { start: { line: 2, character: 4 }, end: { line: 2, character: 4 } });
    const { input_prefix, prompt, input_suffix, n_predict } = server.requests[0]!.body;
    assert.deepEqual([input_prefix, prompt, input_suffix, n_predict], ["int main(void)\n{\n", "\tret", "\n}\n\n", 128]);
    assert.equal(editor.status.text, "$(circle-outline) charrnn");
  });

  test("offers nothing for an empty answer", async (t) => {
    await serve(t, { content: "" });
    assert.deepEqual(await texts(document, 2, 4), []);
  });

  for (const [contents, offered] of [
    [["urn 0;", "", "try(x);\n}"], ["urn 0;", "try(x);"]],
    [["a", "b", "c"], ["a", "b", "c"]],
    [["a", "a", "a"], ["a"]], // a server that ignores the field
    [["unsure", "b", ""], ["unsure", "b"]],
  ] as const) {
    test(`an explicit request offers the distinct ones of ${JSON.stringify(contents)}`, async (t) => {
      const server = await StandInServer.start(t, (request) => {
        const content = contents[request.body.alternative];
        request.answer({ content: content === "unsure" && request.body.min_confidence !== 0 ? "" : content });
      });
      editor.settings["charrnn.url"] = server.url;
      assert.deepEqual(await texts(document, 2, 4, new Token(), { triggerKind: INVOKE }), offered);
      const sent = server.requests.map(({ body }) => `${body.alternative} ${body.min_confidence}`).sort();
      assert.deepEqual(sent, [...(contents[0] === "unsure" ? ["0 0"] : []), "0 undefined", "1 0", "2 0"]);
    });
  }

  test("typing requests the likeliest completion alone, with minConfidence if it is set", async (t) => {
    const server = await serve(t, { content: "" });
    await texts(document, 2, 4);
    editor.settings["charrnn.minConfidence"] = 0.75;
    await texts(document, 2, 4);
    const sent = server.requests.map(({ body }) => [body.alternative, "min_confidence" in body, body.min_confidence]);
    assert.deepEqual(sent, [[0, false, undefined], [0, true, 0.75]]);
  });

  suite("where a suggestion has come before", () => {
    /** Changes a document as VS Code does, and returns what is suggested at its end. */
    async function after(text: string, typed: FakeDocument, inserted: string, reason?: number, context = {}) {
      typed.write(text);
      editor.fire("change", { document: typed, contentChanges: [{ text: inserted }], reason });
      const lines = text.split("\n");
      return texts(typed, lines.length - 1, lines.at(-1)!.length, new Token(), context);
    }

    /** A document for which a suggestion has come. From then on, a request would not be sent in time. */
    async function suggested(t: Parameters<typeof serve>[0], text: string, content: string) {
      const server = await serve(t, { content });
      const typed = new FakeDocument("");
      assert.deepEqual(await after(text, typed, "x"), [content]);
      editor.settings["charrnn.debounceMs"] = 60_000;
      return { server, typed };
    }

    test("typing shortens it without a request", async (t) => {
      const { server, typed } = await suggested(t, "{\n\tret", "urn f(\n\t\tx);");
      assert.deepEqual(await after("{\n\tretu", typed, "u"), ["rn f(\n\t\tx);"]);
      assert.deepEqual(await after("{\n\treturn f(\n\t\t", typed, "\n\t\t"), ["x);"]);
      assert.equal(server.requests.length, 1);
    });

    test("it continues the selected item of the suggestion list without a request", async (t) => {
      const { server, typed } = await suggested(t, "\tret", "urn 0;");
      const range = { start: { line: 0, character: 1 }, end: { line: 0, character: 5 } };
      assert.deepEqual(await after("\tretu", typed, "u", undefined, { selectedCompletionInfo: { range, text: "return" } }), ["return 0;"]);
      assert.equal(server.requests.length, 1);
    });

    test("a deletion or an undo shows it, and sends no request elsewhere", async (t) => {
      const { server, typed } = await suggested(t, "\tret", "urn 0;");
      assert.deepEqual(await after("\tret", typed, ""), ["urn 0;"]);
      assert.deepEqual(await after("\tre", typed, ""), []);
      assert.deepEqual(await after("\tret", typed, "t", 1), ["urn 0;"]);
      assert.deepEqual(await after("\tretain", typed, "ain", 2), []);
      assert.equal(server.requests.length, 1);
    });

    test("after all of it, the next one is requested at once", async (t) => {
      const { server, typed } = await suggested(t, "\tret", "urn 0;");
      assert.deepEqual(await after("\treturn 0;", typed, "urn 0;"), ["urn 0;"]);
      assert.equal(server.requests.length, 2);
    });

    for (const [what, text] of [["another text", "a\n\tretx"], ["another line above", "b\n\tret"], ["another line", "a\n\n\tret"]] as const) {
      test(`${what} before the cursor is requested`, async (t) => {
        const { server, typed } = await suggested(t, "a\n\tret", "urn 0;");
        editor.settings["charrnn.debounceMs"] = 0;
        await after(text, typed, "x");
        assert.equal(server.requests.length, 2);
      });
    }

    test("another text after the cursor is requested", async (t) => {
      const { server, typed } = await suggested(t, "f", "(x)");
      editor.settings["charrnn.debounceMs"] = 0;
      typed.write("f()");
      await texts(typed, 0, 2);
      assert.equal(server.requests.length, 2);
    });
  });

  test("an editor that becomes active is read, one at a time", async (t) => {
    const server = await serve(t);
    const first = { document, selection: { active: { line: 2, character: 4 } } };
    editor.fire("activeEditor", { ...first, document: new FakeDocument("", "markdown") });
    editor.fire("activeEditor", undefined);
    const read = server.next();
    editor.fire("activeEditor", first);
    editor.fire("activeEditor", first);
    const { body } = await read;
    assert.deepEqual([body.input_prefix, body.prompt, body.n_predict], ["int main(void)\n{\n", "\tret", 0]);
    const typing = texts(document, 2, 4); // does not wait for the end of the reading
    (await server.next()).answer({ content: "x" });
    assert.deepEqual(await typing, ["x"]);
    assert.equal(server.requests.length, 2);
  });

  test("no editor is read while inline suggestions are off", async (t) => {
    const server = await serve(t, { content: "x" });
    editor.settings["editor.inlineSuggest.enabled"] = false;
    editor.fire("activeEditor", { document, selection: { active: { line: 2, character: 4 } } });
    await texts(document, 2, 4);
    assert.deepEqual(server.requests.map(({ body }) => body.n_predict), [128]);
  });

  test("continues the selected item of the suggestion list", async (t) => {
    const server = await serve(t, { content: " 0;" });
    const range = { start: { line: 2, character: 1 }, end: { line: 2, character: 4 } };
    const context = { selectedCompletionInfo: { range, text: "return" } };
    const [item] = await suggestions(document, 2, 4, new Token(), context);
    assert.deepEqual({ ...item }, { insertText: "return 0;", range });
    assert.equal(server.requests[0]!.body.prompt, "\treturn");
  });

  test("takes the configured languages alone", async (t) => {
    const server = await serve(t, { content: "x" });
    assert.deepEqual(await texts(new FakeDocument("", "cpp"), 0, 0), ["x"]);
    assert.deepEqual(await texts(new FakeDocument("", "markdown"), 0, 0), []);
    editor.settings["charrnn.languages"] = ["markdown"];
    assert.deepEqual(await texts(new FakeDocument("", "markdown", "/project/a.md"), 0, 0), ["x"]);
    assert.deepEqual(await texts(document, 0, 0), []);
    assert.equal(server.requests.length, 2);
    assert.deepEqual(editor.selector, [{ scheme: "file" }, { scheme: "untitled" }, { scheme: "vscode-remote" }]);
  });

  test("sends maxChars", async (t) => {
    const server = await serve(t, { content: "x" });
    editor.settings["charrnn.maxChars"] = 7;
    await texts(document, 0, 0);
    assert.equal(server.requests[0]!.body.n_predict, 7);
  });

  test("sends parts of other documents of the same language", async (t) => {
    const server = await serve(t, { content: "x" });
    const first = new FakeDocument(numbered(0, 200), "c", "/project/first.c");
    const second = new FakeDocument("second", "c", "/project/second.c");
    const closed = new FakeDocument("closed", "c", "/project/closed.c");
    const python = new FakeDocument("python", "python", "/project/python.py");
    const old = new FakeDocument("old", "c", "/project/first.c", "git");
    editor.fire("visibleEditors", [view(first, 0, 10), view(closed, 0, 0), view(python, 0, 0), view(old, 0, 0), view(document, 0, 5)]);
    editor.fire("visibleEditors", [view(second, 0, 0)]);
    editor.fire("visibleRanges", { textEditor: view(first, 90, 111) });
    editor.fire("close", closed);
    await texts(document, 0, 0);
    const extra = server.requests[0]!.body.input_extra;
    assert.deepEqual(
      extra.map(({ filename, text }: any) => [filename, text]),
      [["second.c", "second\n"], ["first.c", numbered(68, 132)]],
    );
    assert.ok(extra[0].time <= extra[1].time && Number.isInteger(extra[0].time));
  });

  test("sends the 16 most recent parts", async (t) => {
    const server = await serve(t, { content: "x" });
    for (let i = 0; i < 20; i++) {
      editor.fire("visibleEditors", [view(new FakeDocument("", "c", `/project/${i}.c`), 0, 0)]);
    }
    await texts(document, 0, 0);
    const names = server.requests[0]!.body.input_extra.map((piece: any) => piece.filename);
    assert.deepEqual(names, Array.from({ length: 16 }, (_, i) => `${i + 4}.c`));
  });

  test("cancellation closes the connection", async (t) => {
    const server = await serve(t);
    const token = new Token();
    const answer = texts(document, 2, 4, token);
    const request = await server.next();
    assert.equal(editor.status.text, "$(circle-filled) charrnn");
    token.cancel();
    assert.deepEqual(await answer, []);
    assert.equal(await request.abandoned, true);
    assert.equal(editor.status.text, "$(circle-outline) charrnn");
    assert.equal(token.listened, 0);
  });

  test("sends nothing if cancelled before the time without typing", async (t) => {
    const server = await serve(t, { content: "x" });
    editor.settings["charrnn.debounceMs"] = 60_000;
    const token = new Token();
    const answer = texts(document, 2, 4, token);
    token.cancel();
    assert.deepEqual(await answer, []);
    assert.deepEqual(await texts(document, 2, 4, token, { triggerKind: INVOKE }), []);
    assert.equal(server.requests.length, 0);
  });

  test("sends an explicit request at once, and one for typing not before the time without typing", async (t) => {
    const server = await serve(t, { content: "x" });
    editor.settings["charrnn.debounceMs"] = 60_000;
    const token = new Token();
    const typing = texts(document, 2, 4, token);
    assert.deepEqual(await texts(document, 2, 3, new Token(), { triggerKind: INVOKE }), ["x"]);
    assert.deepEqual(new Set(server.requests.map((request) => request.body.prompt)), new Set(["\tre"]));
    token.cancel();
    assert.deepEqual(await typing, []);
    assert.ok(server.requests.every((request) => request.body.prompt === "\tre"));
  });

  test("sends after the time without typing", async (t) => {
    await serve(t, { content: "x" });
    editor.settings["charrnn.debounceMs"] = 1;
    assert.deepEqual(await texts(document, 2, 4), ["x"]);
  });

  test("a cancelled request leaves the state of the next one", async (t) => {
    const server = await serve(t);
    const token = new Token();
    const first = texts(document, 2, 4, token);
    await server.next();
    const second = texts(document, 2, 4);
    const request = await server.next();
    token.cancel();
    await first;
    assert.equal(editor.status.text, "$(circle-filled) charrnn");
    request.answer({ content: "x" });
    await second;
    assert.equal(editor.status.text, "$(circle-outline) charrnn");
  });

  for (const status of [401, 429, 503]) {
    test(`the status bar shows a refusal: ${status}`, async (t) => {
      const server = await serve(t, { error: { message: "not now" } }, status);
      assert.deepEqual(await texts(document, 2, 4), []);
      assert.equal(editor.status.text, "$(warning) charrnn");
      assert.equal(editor.status.tooltip, `charrnn: the server answered ${status}: not now`);
      assert.equal(editor.status.command === KEY_COMMAND, status === 401);
      server.stop();
      await serve(t, { content: "x" });
      assert.deepEqual(await texts(document, 2, 4), ["x"]);
      assert.equal(editor.status.text, "$(circle-outline) charrnn");
      assert.equal(editor.status.tooltip, "charrnn: ready");
    });
  }

  test("the status bar shows that no server answers", async (t) => {
    const server = await serve(t);
    server.stop();
    assert.deepEqual(await texts(document, 2, 4), []);
    assert.equal(editor.status.tooltip, `charrnn: cannot reach ${editor.settings["charrnn.url"]}`);
  });

  test("an address that is not allowed is shown and not opened", async () => {
    editor.settings["charrnn.url"] = "file:///etc/passwd";
    assert.deepEqual(await texts(document, 2, 4), []);
    assert.match(editor.status.tooltip, /must be an http or https address/);
  });

  test("the command stores, replaces and deletes the key", async (t) => {
    const server = await serve(t, { content: "" });
    const steps: [input: string | undefined, header: string | undefined][] = [
      [undefined, undefined],
      [" s3cret ", "Bearer s3cret"],
      [undefined, "Bearer s3cret"],
      ["", undefined],
    ];
    for (const [input, header] of steps) {
      editor.input = input;
      await editor.commands.get(KEY_COMMAND)!();
      await texts(document, 2, 4);
      assert.equal(server.requests.at(-1)!.message.headers.authorization, header);
    }
    const { password, validateInput } = editor.inputOptions!;
    assert.equal(password, true);
    assert.equal(validateInput!("s3cret"), undefined);
    assert.equal(typeof validateInput!("clé"), "string");
  });
});

test("a folder cannot set the server", () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, "limited");
  assert.ok(untrustedWorkspaces.restrictedConfigurations.includes("charrnn.url"));
  assert.equal(manifest.contributes.configuration.properties["charrnn.url"].scope, "application");
});

test("there is no dependency at run time", () => assert.ok(!("dependencies" in manifest)));

import * as assert from "node:assert/strict";
import { suite, test } from "node:test";
import { buildRequest, pieceAround, withoutRepeats } from "../src/infill";
import { cursor, FakeDocument, numbered } from "./stand-in";

suite("the request", () => {
  function request(text: string, line: number, character: number) {
    return buildRequest(new FakeDocument(text), cursor(line, character), "", [], 128);
  }

  test("has the prefix, the prompt and the suffix", () => {
    const { input_prefix, prompt, input_suffix, ...rest } = request("int a;\n\tint b = 1;\nint c;\n", 1, 6);
    assert.deepEqual([input_prefix, prompt, input_suffix], ["int a;\n", "\tint b", " = 1;\nint c;\n\n"]);
    assert.deepEqual(rest, { input_extra: [], n_predict: 128, n_indent: 8, t_max_predict_ms: 250, stop: [], stream: false, alternative: 0 });
  });

  test("has an empty prefix on the first line", () => {
    const { input_prefix, prompt, input_suffix } = request("int a;\nint b;", 0, 3);
    assert.deepEqual([input_prefix, prompt, input_suffix], ["", "int", " a;\nint b;\n"]);
  });

  test("ends at the end of the document on the last line", () => {
    const { input_prefix, prompt, input_suffix } = request("int a;\nint b;", 1, 6);
    assert.deepEqual([input_prefix, prompt, input_suffix], ["int a;\n", "int b;", "\n"]);
  });

  test("of an empty document is empty", () => {
    const { input_prefix, prompt, input_suffix } = request("", 0, 0);
    assert.deepEqual([input_prefix, prompt, input_suffix], ["", "", "\n"]);
  });

  test("has 256 lines before and 64 after", () => {
    const { input_prefix, prompt, input_suffix } = request(numbered(0, 1000), 500, 0);
    assert.equal(input_prefix, numbered(244, 500));
    assert.equal(prompt, "");
    assert.equal(input_suffix, numbered(500, 565));
  });

  test("is the same for both line ends", () => {
    const text = "int a;\nint b;\nint c;\n";
    assert.deepEqual(request(text.replaceAll("\n", "\r\n"), 1, 3), request(text, 1, 3));
  });

  test("has the columns of the indentation", () => {
    const indentations = ["", "x\t", "  x", "\tx", " \t  x", "\t\t", "   "].map((line) => request(line, 0, line.length).n_indent);
    assert.deepEqual(indentations, [0, 0, 2, 8, 10, 16, 3]);
  });

  test("is cut at the place that counts UTF-16 units", () => {
    const { prompt, input_suffix } = request("/* é漢😀 */ x\n", 0, 7);
    assert.deepEqual([prompt, input_suffix], ["/* é漢😀", " */ x\n\n"]);
  });

  test("has no unpaired surrogates", () => {
    const { prompt, input_suffix } = request("// 😀\ud83d\n", 0, 4);
    assert.deepEqual([prompt, input_suffix], ["// \ufffd", "\ufffd\ufffd\n\n"]);
    const piece = pieceAround(new FakeDocument("\udc00"), 0, "\ud800.c", 0);
    assert.deepEqual([piece.text, piece.filename], ["\ufffd\n", "\ufffd.c"]);
  });

  test("is bounded where lines are long", () => {
    const long = "😀".repeat(100_000);
    const { input_prefix, prompt, input_suffix } = request(`${long}\n${long}x${long}`, 1, long.length + 1);
    assert.equal(input_prefix, "");
    assert.equal(prompt, `\ufffd${"😀".repeat(8191)}x`);
    assert.equal(input_suffix, "😀".repeat(4096));
    assert.equal(request(`${long}\nx`, 1, 1).input_prefix, `${"😀".repeat(8191)}\n`);
    assert.equal(pieceAround(new FakeDocument(long), 0, "a.c", 0).text.length, 8192);
  });

  for (const [kind, character] of [["tabs", "\t"], ["letters", "x"], ["characters of 3 bytes", "漢"], ["pairs", "😀"]] as const) {
    test(`is smaller than the server's limit with pieces of ${kind}`, () => {
      const long = character.repeat(100_000);
      const document = new FakeDocument(`${long}\n${long}${long}\n${long}`);
      const pieces = Array.from({ length: 16 }, (_, i) => pieceAround(document, 0, `folder/${i}.c`, 1e12 + i));
      const body = buildRequest(document, cursor(1, long.length), "", pieces, 128);
      assert.ok(Buffer.byteLength(JSON.stringify(body)) < 12 * 10_000 + 16 * 1024);
      assert.ok(body.input_extra.length > 0);
      assert.deepEqual(body.input_extra, pieces.slice(-body.input_extra.length));
    });
  }

  test("has all pieces of common length", () => {
    const pieces = Array.from({ length: 16 }, (_, i) => pieceAround(new FakeDocument("\treturn count;\n".repeat(99)), 0, `${i}.c`, i));
    assert.deepEqual(buildRequest(new FakeDocument("x"), cursor(0, 1), "", pieces, 128).input_extra, pieces);
  });

  test("continues the selected item of the suggestion list", () => {
    const span = { start: { line: 0, character: 4 }, end: { line: 0, character: 6 } };
    const { prompt, input_suffix } = buildRequest(new FakeDocument("x = pr;"), span, "printf", [], 128);
    assert.deepEqual([prompt, input_suffix], ["x = printf", ";\n"]);
  });
});

suite("a piece", () => {
  const document = new FakeDocument(numbered(0, 199).trimEnd());

  test("has 64 lines around a line", () => assert.equal(pieceAround(document, 100, "a.c", 7).text, numbered(68, 132)));
  test("has 64 lines near the first line", () => assert.equal(pieceAround(document, 3, "a.c", 7).text, numbered(0, 64)));
  test("has 64 lines near the last line", () => assert.equal(pieceAround(document, 198, "a.c", 7).text, numbered(135, 199)));
  test("is the part that is left of a document that became shorter", () => {
    assert.deepEqual(pieceAround(new FakeDocument("a"), 500, "a.c", 7), { text: "a\n", filename: "a.c", time: 7 });
  });
});

suite("a completion", () => {
  const cuts: [name: string, content: string, suffix: string, expected: string][] = [
    ["is kept at the end of a line", "x = 1;", "\n}\n", "x = 1;"],
    ["ends before the rest of the line", "a, b);\n\treturn 0;", ")\n}\n", "a, b"],
    ["keeps brackets that it opens", "f(x)", ")\n", "f(x)"],
    ["ends before the rest outside of its own brackets", "f(g(x), y[1]));", ")\n", "f(g(x), y[1])"],
    ["ends before a block is closed twice", "\n\treturn 0;\n}", "}\n", "\n\treturn 0;"],
    ["may close a bracket of the prefix", "x) {", "\n", "x) {"],
    ["ends before the rest after a bracket of the prefix", "x) + y;", ";\n", "x) + y"],
    ["ends before the lines below", "return 0;\n}\n", "\n\n}\n\nint main(void)\n", "return 0;"],
    ["ends before a part of the lines below", "a();\n\tb();\n\tc", "\n\tb();\n\tc();\n", "a();"],
    ["keeps lines of other indentation", "a();\n\t}", "\n}\n", "a();\n\t}"],
    ["keeps lines after which it differs", "a();\n}\nint x;", "\n}\nint y;\n", "a();\n}\nint x;"],
    ["has no empty lines at its end", "a();\n\n\t", "\n", "a();"],
    ["keeps a space at its end", "return ", "\n", "return "],
    ["of nothing but line ends is empty", "\n\n", "\n", ""],
    ["is empty if it repeats the rest", ");", ");\n", ""],
  ];
  for (const [name, content, suffix, expected] of cuts) {
    test(name, () => assert.equal(withoutRepeats(content, suffix), expected));
  }
});

import * as assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest, complete, pieceAround } from "../src/infill";
import { cursor, FakeDocument } from "./stand-in";

const url = process.env["CHARRNN_URL"];
const key = process.env["CHARRNN_KEY"];

test("a real server completes", { skip: url ? false : "CHARRNN_URL is not set", timeout: 60_000 }, async () => {
  const header = new FakeDocument("struct list_entry {\n\tstruct list_entry *next_entry;\n\tint reference_count;\n};\n");
  const document = new FakeDocument(
    "#include \"list.h\"\r\n\r\n/* é漢😀\ud83d */\r\nvoid list_get(struct list_entry *entry)\r\n{\r\n\tentry->reference_count++;\r\n}\r\n\r\n" +
      "int list_count(struct list_entry *entry)\r\n{\r\n\treturn entry->refer\r\n}\r\n",
  );
  const request = buildRequest(document, cursor(10, 20), "", [pieceAround(header, 2, "list.h", Date.now())], 32);
  assert.equal(request.prompt, "\treturn entry->refer");
  const content = await complete(url!, key, request, new AbortController().signal);
  assert.ok(content.length > 0 && [...content].length <= 32, JSON.stringify(content));
  console.log(`completion: ${JSON.stringify(content)}`);

  const abort = new AbortController();
  const cancelled = complete(url!, key, { ...request, n_predict: 1024 }, abort.signal);
  setImmediate(() => abort.abort());
  await assert.rejects(cancelled, { name: "AbortError" });
  assert.equal(typeof (await complete(url!, key, request, new AbortController().signal)), "string");
});

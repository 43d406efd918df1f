// Tests a running server with OpenAI's own client: completions, whole and as a stream, errors, models, a disconnection.
//
//   npm install --prefix /tmp/openai openai
//   java -jar charrnn.jar serve --port 8080 &
//   NODE_PATH=/tmp/openai/node_modules node bench/serve/openai-client.mjs http://127.0.0.1:8080/v1
//
// Prints a line for each check; the exit code is 1 if one fails.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const OpenAI = createRequire(import.meta.url)('openai');
const client = new OpenAI({ baseURL: process.argv[2], apiKey: process.env.CHARRNN_API_KEY ?? 'none', maxRetries: 0 });
const [model] = (await client.models.list()).data;
const request = { model: model.id, prompt: 'static int ', max_tokens: 200, seed: 7, temperature: 0.7 };
let failures = 0;

async function check(name, run) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (failure) {
    failures++;
    console.log(`FAILED  ${name}: ${failure.message}`);
  }
}

/** The texts and the finish reasons of a stream, by choice. */
async function collect(stream) {
  const texts = [];
  const finishes = [];
  for await (const { choices } of stream) {
    for (const { index, text, finish_reason: finish } of choices) {
      texts[index] = (texts[index] ?? '') + text;
      finishes[index] = finish ?? finishes[index];
    }
  }
  return { texts, finishes };
}

let whole;
await check('a whole text', async () => {
  whole = await client.completions.create(request);
  assert.equal(whole.choices[0].text.length, 200);
  assert.equal(whole.choices[0].finish_reason, 'length');
  assert.deepEqual(whole.usage, { prompt_tokens: 11, completion_tokens: 200, total_tokens: 211 });
});
await check('the same as a stream', async () => {
  const { texts, finishes } = await collect(await client.completions.create({ ...request, stream: true }));
  assert.deepEqual(texts, [whole.choices[0].text]);
  assert.deepEqual(finishes, ['length']);
});
await check('twelve at the same time are what they are alone', async () => {
  const streams = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => collect(await client.completions.create({ ...request, seed: 7 + i % 3, stream: true }))),
  );
  for (let i = 0; i < 12; i++) {
    assert.deepEqual(streams[i], streams[i % 3]);
  }
  assert.equal(streams[0].texts[0], whole.choices[0].text);
});
await check('several texts, stop strings, probabilities', async () => {
  const { choices } = await client.completions.create({ ...request, n: 3, stop: ['\n', ';'], logprobs: 2 });
  assert.equal(choices.length, 3);
  for (const { text, logprobs } of choices) {
    assert.ok(!/[\n;]/.test(text));
    assert.equal(logprobs.tokens.join(''), text);
    assert.ok(logprobs.token_logprobs.every((logprob) => logprob <= 0));
  }
  assert.ok(whole.choices[0].text.startsWith(choices[0].text));
});
await check('a field that is not supported is refused by name', () =>
  assert.rejects(client.completions.create({ ...request, best_of: 3 }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, 'best_of');
    return true;
  }));
await check('a model that is not there', () =>
  assert.rejects(client.completions.create({ ...request, model: 'gpt-4' }), OpenAI.NotFoundError));
await check('a value beyond its ends', () =>
  assert.rejects(client.completions.create({ ...request, temperature: 3 }), /temperature is 3, but must be/));
await check('a client that hangs up', async () => {
  const stream = await client.completions.create({ ...request, max_tokens: 60000, stream: true });
  for await (const event of stream) {
    assert.equal(event.object, 'text_completion');
    break; // which aborts the request
  }
  await client.completions.create(request);
});
process.exitCode = failures > 0 ? 1 : 0;

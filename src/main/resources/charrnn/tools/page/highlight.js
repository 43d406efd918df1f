/* C in colours. */

const KEYWORDS = new Set(("auto break case const continue default do else enum extern for goto if inline register restrict"
  + " return sizeof static struct switch typedef union volatile while").split(" "));
const TYPES = new Set(("bool char double float int long short signed unsigned void size_t ssize_t u8 u16 u32 u64 s8 s16 s32"
  + " s64").split(" "));

/* A literal or comment that is not closed yet goes on to the end: a prompt often ends inside one. */
const TOKEN = new RegExp([
  /(?<comment>\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*)/,
  /(?<directive>(?<=^|\n)[ \t]*#[ \t]*\w*)/,
  /(?<string>"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?)/,
  /(?<number>\b\d[\w.]*)/,
  /(?<word>[A-Za-z_]\w*)/,
].map((part) => part.source).join("|"), "g");

/** Nodes that look like the text, and hold nothing but it. */
export function highlighted(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    const kind = kindOf(match, text);
    if (kind) {
      nodes.push(text.slice(from, match.index), html("span", {class: kind}, match[0]));
      from = match.index + match[0].length;
    }
  }
  return [...nodes, text.slice(from)];
}

function kindOf(match, text) {
  const word = match.groups.word;
  if (!word) {
    return "c-" + Object.keys(match.groups).find((kind) => match.groups[kind] !== undefined);
  }
  if (KEYWORDS.has(word)) {
    return "c-keyword";
  }
  if (TYPES.has(word) || word.endsWith("_t")) {
    return "c-type";
  }
  return /^\s*\(/.test(text.slice(match.index + word.length, match.index + word.length + 20)) ? "c-function" : "";
}

"use strict";

/* Shared by the pages: creates elements and formats numbers. */

/** Creates an HTML element; strings among the children become text nodes, never HTML. */
function html(name, attributes, ...children) {
  const node = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children);
  return node;
}

function section(title, ...children) {
  return html("section", {}, html("h2", {}, title), ...children);
}

function table(head, rows) {
  const cell = (name) => (value) => value instanceof Node ? html(name, {}, value) : html(name, {}, String(value));
  return html("div", {class: "wide"}, html("table", {},
    html("thead", {}, html("tr", {}, ...head.map(cell("th")))),
    html("tbody", {}, ...rows.map(([first, ...rest]) =>
      html("tr", {}, html("th", {scope: "row"}, first), ...rest.map(cell("td")))))));
}

/** A shell command with a button that copies it. */
function command(text) {
  const line = html("pre", {tabindex: 0}, ...text.split(/(?= -)/).map((part) => {
    const [, space, option, rest] = /^( ?)(-\S*)?(.*)$/s.exec(part);
    return html("span", {}, space, html("span", {class: "option"}, option || ""), rest);
  }));
  const button = html("button", {type: "button"}, "Copy");
  button.addEventListener("click", async () => {
    const copied = await copy(line);
    button.textContent = copied ? "Copied" : "Press Ctrl-C";
    setTimeout(() => button.textContent = "Copy", 2000);
  });
  return html("div", {class: "command"}, line, button);
}

/** Selects and copies the text of an element; if the browser forbids copying, the text stays selected. */
async function copy(element) {
  getSelection().selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch (refused) { // there is no clipboard, or the browser forbids it for this origin
    return document.execCommand("copy");
  }
}

/** Buttons of which exactly one is selected. */
function choice(title, options, choose) {
  const name = title.replace(/\W/g, "-");
  return html("fieldset", {class: "choice"}, html("legend", {}, title), ...options.map(([value, text], i) => {
    const input = html("input", {type: "radio", name, value, ...(i === 0 ? {checked: ""} : {})});
    input.addEventListener("change", () => choose(value));
    return html("label", {}, input, html("span", {}, text));
  }));
}

/** 1,234,567 */
function whole(value) {
  return Math.round(value).toLocaleString("en");
}

/** 850, 12.3 k, 4.56 M */
function count(value) {
  const unit = [[1e9, " G"], [1e6, " M"], [1e4, " k"]].find(([least]) => value >= least);
  if (!unit) {
    return whole(value);
  }
  const size = unit[1] === " k" ? 1e3 : unit[0];
  return tidy(value / size) + unit[1];
}

/** Three digits: 0.00213, 1.2e-7, 51.3 */
function tidy(value) {
  return String(Number(value.toPrecision(3)));
}

/** Bits per character. */
function bits(value) {
  return value.toFixed(3);
}

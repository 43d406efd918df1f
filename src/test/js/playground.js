/* Loads modules of the playground without a browser: its files lie side by side, as the server serves them. */

import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {runInThisContext} from "node:vm";

const RESOURCES = new URL("../../main/resources/charrnn/tools/", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "charrnn-page-"));
process.on("exit", () => rmSync(folder, {recursive: true}));
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
["serve/page", "page"].forEach((part) => cpSync(new URL(part, RESOURCES), folder, {recursive: true}));

/** What the modules use of an element. Its inner elements are made when they are asked for. */
export class Element extends EventTarget {
  value = "";
  hidden = false;
  children = [];
  #inner = new Map();
  #classes = new Set();
  classList = {
    contains: (name) => this.#classes.has(name),
    toggle: (name, on) => on ? this.#classes.add(name) : this.#classes.delete(name),
  };

  get textContent() {
    return this.children.map((child) => child.textContent ?? child).join("");
  }

  get parentElement() {
    return this.querySelector("..");
  }

  setAttribute(name, value) {
    this[name] = value;
  }

  append(...nodes) {
    this.children.push(...nodes);
  }

  replaceChildren(...nodes) {
    this.children = nodes;
  }

  querySelector(selector) {
    return this.#inner.get(selector) ?? this.#inner.set(selector, new Element()).get(selector);
  }

  querySelectorAll(selector) {
    return this.children.flatMap((child) => [child, ...(child.querySelectorAll?.(selector) ?? [])])
      .filter((child) => child.name === selector);
  }

  checkValidity() {
    return new RegExp("^(?:" + (this.pattern ?? ".*") + ")$").test(this.value);
  }

  showModal() {
    this.open = true;
  }

  close(value) {
    Object.assign(this, {open: false, returnValue: value});
    this.dispatchEvent(new Event("close"));
  }
}

class Storage {
  #items = new Map();

  getItem(key) {
    return this.#items.get(key) ?? null;
  }

  setItem(key, value) {
    if (value.length > 1000) {
      throw new Error("full");
    }
    this.#items.set(key, value);
  }

  removeItem(key) {
    this.#items.delete(key);
  }
}

const root = new Element();
globalThis.document = Object.assign(new EventTarget(), {
  body: new Element(),
  getElementById: (id) => root.querySelector("#" + id),
  querySelector: (selector) => root.querySelector(selector),
  createElement: (name) => Object.assign(new Element(), {name}),
});
globalThis.addEventListener = () => {};
globalThis.sessionStorage = new Storage();
globalThis.matchMedia = () => ({matches: false});
globalThis.location = {origin: "http://localhost", pathname: "/", hash: ""};
globalThis.history = {replaceState() {}};
["base.js", "characters.js"].forEach((script) => runInThisContext(readFileSync(join(folder, script), "utf8")));

export const load = (name) => import(pathToFileURL(join(folder, name)));

/* The globals of the pages' plain scripts, with elements that hold only what tests read. */

import {readFileSync} from "node:fs";
import {runInThisContext} from "node:vm";

const TOOLS = new URL("../../main/resources/charrnn/tools/", import.meta.url);

/** Runs plain scripts, whose functions become globals. */
export function load(...names) {
  names.forEach((name) => runInThisContext(readFileSync(new URL(name, TOOLS), "utf8"), name));
}

/** Imports a module of the pages. */
export function module(name) {
  return import(new URL(name, TOOLS));
}

globalThis.html = (name, attributes, ...children) =>
  ({name, ...attributes, className: attributes.class, textContent: children.map((child) => child.textContent ?? child).join("")});

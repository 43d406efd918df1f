/* Links that fill the form. All values are in the fragment, which browsers do not send: no server's log has them. */

import {linkFields, takeFields} from "./settings.js";

/** A link to this page with a prompt and the present settings. */
export function linkTo(prompt) {
  return location.origin + location.pathname + "#" + new URLSearchParams([["prompt", prompt], ...linkFields()]);
}

/**
 * Fills the form from the page's address, and removes the fragment, since later changes would not be in it.
 *
 * @param box text box of the prompt
 * @param longest prompt that the server takes, in characters
 * @returns names of the fields whose values cannot be taken; undefined if the address is no such link
 */
export function takeLink(box, longest) {
  const fields = new URLSearchParams(location.hash.slice(1));
  const prompt = fields.get("prompt");
  if (prompt === null) {
    return undefined;
  }
  history.replaceState(null, "", location.pathname);
  const fits = Array.from(prompt).length <= longest;
  if (fits) {
    box.text = prompt;
  }
  return [...(fits ? [] : ["prompt"]), ...takeFields(fields)];
}

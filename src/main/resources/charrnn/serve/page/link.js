/* Links that fill the form. All is in the fragment, which browsers keep to themselves: no server's log has it. */

import {linkFields, takeFields} from "./settings.js";

/** A link to this page with a prompt and the present settings. */
export function linkTo(prompt) {
  return location.origin + location.pathname + "#" + new URLSearchParams([["prompt", prompt], ...linkFields()]);
}

/**
 * Fills the form from the page's address, and takes the fragment away: what is changed from now on is not in it.
 *
 * @param box the prompt's
 * @param longest prompt that the server takes, in characters
 * @returns names of the fields whose values cannot be taken; absent where the address is no such link
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

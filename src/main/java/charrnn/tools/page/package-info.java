/**
 * What the HTML pages have in common: one file each, which needs no server, no library and no network. {@code HostNames}
 * protects the servers of pages from pages of the internet.
 *
 * <p>A page is a style, a script and a JSON document that the script draws. {@code base.css} has the colours, light and
 * dark, and the look of text, tables and controls; {@code base.js} makes elements, among them commands with a button that copies them, and writes numbers.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>A network may write {@code </script>}, and a folder may come from a stranger. Foreign text reaches the page in the
 *       JSON alone, with its {@code <} escaped, and the script shows it as text, never as HTML. The page's policy lets
 *       no other script run and nothing be fetched.
 *   <li>The policy forbids style attributes too; a script sets {@code element.style} instead.
 *   <li>JSON has no NaN: what was not measured is null in the page.
 * </ul>
 */
@NullMarked
package charrnn.tools.page;

import org.jspecify.annotations.NullMarked;

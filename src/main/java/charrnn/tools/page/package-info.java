/**
 * What the HTML pages and the local servers of the program share. A page is one file, which needs no server and no network
 * connection: a style, a script and a JSON document that the script displays.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Generated text and the files of a run folder are not trusted: they may contain {@code </script>}. Such text is only
 *       in the JSON, with {@code <} escaped, and the script shows it as text, never as HTML. The content security policy of
 *       the page forbids all other scripts and all requests, but for a worker that the page makes of its own text.
 *   <li>The policy also forbids style attributes; a script sets {@code element.style} instead.
 *   <li>JSON has no NaN: values that were not measured are null.
 * </ul>
 */
@NullMarked
package charrnn.tools.page;

import org.jspecify.annotations.NullMarked;

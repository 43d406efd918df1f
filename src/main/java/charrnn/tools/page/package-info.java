/**
 * Builds the HTML pages of the program. Each is one file that needs no server and no network connection. {@code
 * HostNames} protects the program's local servers against requests from websites, {@code ConnectionLimit} against clients that
 * keep connections open.
 *
 * <p>A page consists of a style, a script and a JSON document that the script displays. {@code base.css} has the colours,
 * light and dark, and the style of text, tables and controls. {@code base.js} creates elements, such as commands with a
 * button that copies them, and formats numbers. The playground and the page of an exported network show texts of coloured
 * characters: {@code pane.js}, with the card of {@code alternatives.js} beside a character.
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

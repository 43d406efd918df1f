/** The suggestions that came last. Where one fits, it is shown without a request. Does not depend on VS Code. */
import { Lines, linesOf, Place } from "./infill";

const MAX_SUGGESTIONS = 16;

/** What a suggestion replaces, and the text of the list's selected item, as in `buildRequest`. */
export interface Cursor {
  readonly start: Place;
  readonly end: Place;
  readonly typed: string;
}

/** A cursor and the text around it: from the line above `line` up to the cursor, and from there to the end of the line below. */
interface Surroundings {
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** @param line where the text before the cursor begins, one line above it; by default the cursor's */
export function surroundings(doc: Lines, { start, end, typed }: Cursor, line = start.line): Surroundings {
  const first = Math.max(0, line - 1);
  const before = linesOf(doc, first, start.line - first) + doc.lineAt(start.line).text.slice(0, start.character) + typed;
  return { line, before, after: `${doc.lineAt(end.line).text.slice(end.character)}\n${linesOf(doc, end.line + 1, 1)}` };
}

export class RecentSuggestions {
  private suggestions: (Surroundings & { readonly document: string; readonly text: string })[] = []; // the newest one first

  /** Adds a suggestion; `document` identifies its document. */
  add(document: string, place: Surroundings, text: string): void {
    this.suggestions.unshift({ document, ...place, text });
    this.suggestions.length = Math.min(this.suggestions.length, MAX_SUGGESTIONS);
  }

  /** The rest of the newest suggestion of which a beginning is before the cursor; empty if all of it is; undefined if there is none. */
  rest(document: string, doc: Lines, cursor: Cursor): string | undefined {
    const rests = this.suggestions.flatMap((old) => {
      const lines = cursor.start.line - old.line;
      if (old.document !== document || lines < 0 || lines >= old.text.split("\n").length) {
        return [];
      }
      const { before, after } = surroundings(doc, cursor, old.line);
      const whole = old.before + old.text;
      return before.startsWith(old.before) && whole.startsWith(before) && after === old.after ? [whole.slice(before.length)] : [];
    });
    return rests.find((rest) => rest) ?? rests[0];
  }
}

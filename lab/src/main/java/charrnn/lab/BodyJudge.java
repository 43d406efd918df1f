package charrnn.lab;

import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * Compiles bodies of functions in their files.
 *
 * @param cflags the flags of all files
 */
record BodyJudge(CCompiler compiler, String cflags) {
    /**
     * The places whose own body compiles; a file may lack headers, or a part of it may be for another system.
     *
     * @param notes receives the number of the other places, with the first reason
     * @throws UserError if there is no place
     */
    List<CompilePlace> compiling(List<CompilePlace> drawn, List<String> notes) {
        List<String> reasons = new ArrayList<>();
        List<CompilePlace> places =
                drawn.stream().filter(place -> compiles(place, reasons)).toList();
        if (places.isEmpty()) {
            throw new UserError("none of the " + Count.of(drawn.size(), "function") + " compiles as it is in its file: "
                    + reasons.get(0) + " (--cflags '" + cflags + "')");
        }
        if (!reasons.isEmpty()) {
            notes.add(Count.of(reasons.size(), "place") + " left out, since the file's own body does not compile: "
                    + reasons.get(0));
        }
        return places;
    }

    private boolean compiles(CompilePlace place, List<String> reasons) {
        List<String> errors = errors(place, place.body());
        if (errors.isEmpty()) {
            if (place.conditionals() <= 0
                    || !errors(place, "\n#error\n" + place.body()).isEmpty()) {
                return true;
            }
            errors = List.of("the preprocessor leaves it out");
        }
        reasons.add(place.file() + ":" + place.line() + ": " + errors.get(0));
        return false;
    }

    /** The errors in a file with a body, whose includes are beside the file first. */
    List<String> errors(CompilePlace place, String body) {
        String folder = place.file().resolveSibling("").toString();
        return compiler.errors(place.with(body), cflags, "-iquote", folder);
    }
}

package charrnn.lab;

import charrnn.lab.BodyWriter.Body;
import charrnn.lab.CCompiler.Message;
import charrnn.message.Count;
import charrnn.message.UserError;
import java.util.ArrayList;
import java.util.List;

/** Compiles bodies of functions in their files, with the project's flags. */
record BodyJudge(CCompiler compiler, CompilerFlags flags, SyntaxTrees trees) {
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
                    + reasons.get(0) + " (flags: " + flags.source() + ")");
        }
        if (!reasons.isEmpty()) {
            notes.add(Count.of(reasons.size(), "place") + " left out, since the file's own body does not compile: "
                    + reasons.get(0));
        }
        return places;
    }

    private boolean compiles(CompilePlace place, List<String> reasons) {
        List<Message> messages = compile(place, place.body());
        String reason = "";
        if (messages.stream().anyMatch(Message::isError)) {
            reason = messages.get(0).text();
        } else if (place.conditionals() > 0
                && compile(place, "\n#error\n" + place.body()).stream().noneMatch(Message::isError)) {
            reason = "the preprocessor leaves it out";
        } else {
            return true;
        }
        return !reasons.add(place.file() + ":" + place.line() + ": " + reason);
    }

    /** Counts what is in a body at a place. */
    BodyScore score(CompilePlace place, Body body) {
        // An included file could hold anything.
        String text = place.body().equals(body.text()) ? body.text() : CCompiler.withoutIncludes(body.text());
        return BodyScore.of(place, body, compile(place, text), trees);
    }

    private List<Message> compile(CompilePlace place, String body) {
        return compiler.compile(place.with(body), place.file(), flags.of(place.file()), place.line());
    }
}

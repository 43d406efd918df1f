package charrnn.tools.score;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.tools.score.BodyWriter.Body;
import charrnn.tools.score.CCompiler.Message;
import java.io.IOException;
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
    List<CompilePlace> compiling(List<CompilePlace> drawn, List<String> notes) throws IOException {
        List<CompilePlace> places = new ArrayList<>();
        String reason = "";
        for (CompilePlace place : drawn) {
            List<Message> messages = compile(place, place.body());
            if (messages.stream().anyMatch(Message::isError)) {
                reason = reason.isEmpty() ? at(place) + messages.get(0).text() : reason;
            } else if (place.conditionals() > 0
                    && compile(place, "\n#error\n" + place.body()).stream().noneMatch(Message::isError)) {
                reason = reason.isEmpty() ? at(place) + "the preprocessor leaves it out" : reason;
            } else {
                places.add(place);
            }
        }
        if (places.isEmpty()) {
            throw new UserError("none of the " + Count.of(drawn.size(), "function") + " compiles as it is in its file: "
                    + reason + " (flags: " + flags.source() + ")");
        }
        if (places.size() < drawn.size()) {
            notes.add(Count.of(drawn.size() - places.size(), "place") + " left out, since the file's own body does not"
                    + " compile: " + reason);
        }
        return places;
    }

    private static String at(CompilePlace place) {
        return place.file() + ":" + place.line() + ": ";
    }

    /** Counts what is in each body. */
    List<BodyScore> scores(List<CompilePlace> places, List<Body> bodies) throws IOException {
        List<BodyScore> scores = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            CompilePlace place = places.get(i);
            Body body = bodies.get(i);
            // An included file could hold anything.
            String text = place.body().equals(body.text()) ? body.text() : CCompiler.withoutIncludes(body.text());
            scores.add(BodyScore.of(place, body, compile(place, text), trees));
        }
        return scores;
    }

    private List<Message> compile(CompilePlace place, String body) throws IOException {
        return compiler.compile(place.with(body), place.file(), flags.of(place.file()), place.line());
    }
}

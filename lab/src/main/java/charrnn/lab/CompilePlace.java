package charrnn.lab;

import charrnn.cli.base.FileFinder;
import charrnn.corpus.Split.Piece;
import charrnn.lab.Functions.Function;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * A function of a file, whose body is to be written.
 *
 * @param file path without links
 * @param before the file up to the brace that opens the body
 * @param headStart where the function begins in that text
 * @param body the file's own body, after that brace, with the closing one
 */
record CompilePlace(Path file, String before, int headStart, String body) {
    private static final Pattern CONDITIONAL = Pattern.compile("(?m)^[ \\t]*#[ \\t]*(if|endif)");

    /**
     * Draws functions, each with the same probability.
     *
     * @param files files, or pieces of files
     * @param root their folder, or the only file
     * @param count number of places; there are fewer if there are fewer functions
     */
    static List<CompilePlace> draw(List<Piece> files, Path root, int count, long seed) {
        List<CompilePlace> all = new ArrayList<>();
        for (Piece piece : files) {
            Path file = file(piece, root);
            String text = FileFinder.text("--compile", file);
            for (Function it : new Functions(text).complete) {
                if (text.codePointCount(0, it.start()) >= piece.from()) {
                    String body = text.substring(it.body() + 1, it.end());
                    all.add(new CompilePlace(file, text.substring(0, it.body() + 1), it.start(), body));
                }
            }
        }
        Collections.shuffle(all, new Random(seed));
        return List.copyOf(all.subList(0, Math.min(count, all.size())));
    }

    /** @param root the file's folder, or the only file */
    static Path file(Piece piece, Path root) {
        return Files.isDirectory(root) ? root.resolve(piece.file()) : root;
    }

    String head() {
        return before.substring(headStart);
    }

    /** Line of the brace that opens the body, from 1. */
    int line() {
        return 1 + (int) before.chars().filter(character -> character == '\n').count();
    }

    /** Number of conditionals that are open at the body. */
    int conditionals() {
        return CONDITIONAL
                .matcher(before)
                .results()
                .mapToInt(it -> it.group(1).equals("if") ? 1 : -1)
                .sum();
    }

    /** The errors in the file with another body, whose includes are beside the file first. */
    List<String> errors(String other, CCompiler compiler, String cflags) {
        return compiler.errors(
                with(other), cflags, "-iquote", file.resolveSibling("").toString());
    }

    /** The file with a body, without what follows: a function needs only what is declared before it. */
    String with(String other) {
        return before + other + "\n" + "#endif\n".repeat(Math.max(0, conditionals()));
    }
}

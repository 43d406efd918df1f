package charrnn.tools.score;

import charrnn.files.StrictJson;
import charrnn.message.UserError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The flags with which a project's files are compiled: given ones, or those of its {@code compile_commands.json} (Clang's "JSON
 * compilation database"). Only flags that change what the compiler accepts are kept, so that no flag writes a file, runs a
 * plugin or adds warnings.
 *
 * @param source where the flags are from, for the report
 * @param byFile flags of each file, by its path without links
 * @param others flags of the other files
 */
record CompilerFlags(String source, Map<Path, Flags> byFile, Flags others) {
    private static final String DATABASE = "compile_commands.json";

    /** A word of a shell's line. */
    private static final Pattern WORD =
            Pattern.compile("(?s)(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+')++");

    private static final Pattern QUOTED = Pattern.compile("(?s)\\\\(.)|\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)'");

    /** Flags whose value may be the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-I", "-D", "-U", "-isystem", "-iquote", "-idirafter", "-include", "-imacros", "-isysroot", "--sysroot");

    private static final Pattern KEPT = Pattern.compile("-([IDU]|isystem|iquote|idirafter|include|imacros|isysroot"
            + "|-sysroot=|std=|ansi$|nostdinc$|pthread$|m|f(no-(builtin|common|asm)|freestanding$|hosted$|(un)?signed-"
            + "|short-|ms-extensions$|plan9-extensions$|gnu89-inline$|openmp$|blocks$)).*");

    /** @param folder working folder, to which the flags' paths are relative */
    record Flags(List<String> words, Path folder) {}

    /**
     * The flags for the files of a folder, or for one file.
     *
     * @param given the flags of all files, as in a shell, relative to the current folder; null for those of the {@code
     *     compile_commands.json} in the folder or the nearest one above it, if there is one
     */
    static CompilerFlags of(@Nullable String given, Path files) throws IOException {
        Flags none = new Flags(List.of(), Path.of("").toAbsolutePath());
        if (given != null) {
            try {
                return new CompilerFlags("--cflags " + given, Map.of(), new Flags(kept(words(given)), none.folder));
            } catch (IllegalArgumentException e) {
                throw new UserError("--cflags '" + given + "' " + e.getMessage(), e);
            }
        }
        for (Path folder = files.toRealPath(); folder != null; folder = folder.getParent()) {
            Path database = folder.resolve(DATABASE);
            if (Files.isRegularFile(database)) {
                return new CompilerFlags(database.toString(), read(database), none);
            }
        }
        return new CompilerFlags("none", Map.of(), none);
    }

    Flags of(Path file) {
        Flags flags = byFile.getOrDefault(file, others);
        if (!Files.isDirectory(flags.folder)) {
            throw new UserError(source + ": the folder " + flags.folder + " of " + file + " does not exist");
        }
        return flags;
    }

    private static Map<Path, Flags> read(Path database) {
        try {
            JsonNode entries = StrictJson.MAPPER.readTree(Files.readString(database));
            if (!entries.isArray()) {
                throw new IllegalArgumentException("is no array");
            }
            Map<Path, Flags> byFile = new HashMap<>();
            for (JsonNode entry : entries) {
                Path folder = database.resolveSibling(text(entry, "directory"));
                Path file = folder.resolve(text(entry, "file"));
                List<String> words = new ArrayList<>();
                entry.path("arguments").forEach(word -> words.add(word.asText()));
                byFile.putIfAbsent(
                        Files.exists(file) ? file.toRealPath() : file.normalize(),
                        new Flags(kept(words.isEmpty() ? words(text(entry, "command")) : words), folder));
            }
            return byFile;
        } catch (JsonProcessingException e) {
            throw new UserError(database + " is no JSON: " + StrictJson.reason(e), e);
        } catch (IllegalArgumentException e) { // also of a path
            throw new UserError(database + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw UserError.unreadable(database, e);
        }
    }

    private static String text(JsonNode entry, String key) {
        return Optional.ofNullable(entry.path(key).textValue())
                .orElseThrow(() -> new IllegalArgumentException("has an entry without " + key + ": " + entry));
    }

    /**
     * The words of a line, as a POSIX shell splits it, without substitutions.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    static List<String> words(String line) {
        Matcher word = WORD.matcher(line);
        List<String> words = new ArrayList<>();
        int end = 0;
        while (word.find() && line.substring(end, word.start()).isBlank()) {
            end = word.end();
            words.add(QUOTED.matcher(word.group()).replaceAll(CompilerFlags::unquoted));
        }
        String rest = line.substring(end).stripLeading();
        if (!rest.isBlank()) {
            throw new IllegalArgumentException(
                    "has an open quote or backslash at character " + (line.length() - rest.length() + 1));
        }
        return words;
    }

    private static String unquoted(MatchResult quoted) {
        String inDoubleQuotes = Objects.requireNonNullElse(quoted.group(2), "").replaceAll("\\\\([\\\\\"$`])", "$1");
        return Matcher.quoteReplacement(Objects.requireNonNullElse(
                quoted.group(1), Objects.requireNonNullElse(quoted.group(3), inDoubleQuotes)));
    }

    private static List<String> kept(List<String> words) {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUE.contains(word)) {
                if (++i == words.size()) {
                    throw new IllegalArgumentException("ends in " + word + ", which needs a value");
                }
                kept.add(word + (word.equals("--sysroot") ? "=" : "") + words.get(i)); // alone, @file would be read
            } else if (KEPT.matcher(word).matches()) {
                kept.add(word);
            }
        }
        return kept;
    }
}

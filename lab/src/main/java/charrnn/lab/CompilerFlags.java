package charrnn.lab;

import charrnn.files.RegularFile;
import charrnn.files.StrictJson;
import charrnn.message.UserError;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The flags with which a project's files are compiled: given ones, or those of a {@code compile_commands.json} (Clang's "JSON
 * compilation database"). Only flags that change what the compiler accepts are kept, so that no flag writes a file, runs a
 * plugin or adds warnings.
 *
 * @param source where the flags are from, for the report
 * @param byFile flags of each file, by its path without links
 * @param others flags of the other files
 */
record CompilerFlags(String source, Map<Path, List<String>> byFile, List<String> others) {
    private static final String DATABASE = "compile_commands.json";

    /** A word of a shell's line. */
    private static final Pattern WORD =
            Pattern.compile("(?s)(?:[^\\s\"'\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+')++");

    private static final Pattern QUOTED = Pattern.compile("(?s)\\\\(.)|\"((?:[^\"\\\\]|\\\\.)*+)\"|'([^']*+)'");

    /**
     * A flag that has a value, joined or as the next word. A compiler gives each of them to its parts as two words, and these
     * read a file of options in place of a word {@code @file}.
     */
    private static final Pattern VALUED = Pattern.compile(
            "(?s)(-[IDU]|-i(?:system|quote|dirafter|nclude|macros|sysroot)" + "|--sysroot(?:=(?=.)|$))((?!-).*)");

    private static final Pattern WITHOUT_VALUE =
            Pattern.compile("-(std=[\\w:]+|ansi|nostdinc|pthread|m(?!llvm)\\w[\\w.-]*(=\\w[\\w.,+-]*)?"
                    + "|f(no-(builtin(-\\w+)?|common|asm)|freestanding|hosted|(un)?signed-(char|bitfields)"
                    + "|short-(enums|wchar)|(ms|plan9)-extensions|gnu89-inline|openmp|blocks))");

    /**
     * The flags for the files of a folder, or for one file.
     *
     * @param given the flags of all files, as in a shell, relative to the current folder; null for those of a database
     * @param database null for the {@code compile_commands.json} in the folder, or beside the file, if there is one
     */
    static CompilerFlags of(@Nullable String given, @Nullable Path database, Path files) {
        if (given != null) {
            try {
                List<String> words = kept(words(given), Path.of("").toAbsolutePath());
                return new CompilerFlags("--cflags " + given, Map.of(), words);
            } catch (IllegalArgumentException e) {
                throw new UserError("--cflags '" + given + "' " + e.getMessage(), e);
            }
        }
        Path beside = Files.isDirectory(files) ? files.resolve(DATABASE) : files.resolveSibling(DATABASE);
        Path used = Objects.requireNonNullElse(database, beside).toAbsolutePath();
        return database != null || Files.isRegularFile(used)
                ? new CompilerFlags(used.toString(), read(used), List.of())
                : new CompilerFlags("none", Map.of(), List.of());
    }

    List<String> of(Path file) {
        return byFile.getOrDefault(file, others);
    }

    private static Map<Path, List<String>> read(Path database) {
        try (InputStream in = Channels.newInputStream(RegularFile.open(database))) {
            JsonNode entries = StrictJson.MAPPER.readTree(in);
            if (!entries.isArray()) {
                throw new IllegalArgumentException("is no array");
            }
            Map<Path, List<String>> byFile = new HashMap<>();
            for (JsonNode entry : entries) {
                Path folder = database.resolveSibling(text(entry, "directory"));
                Path file = folder.resolve(text(entry, "file"));
                List<String> words = new ArrayList<>();
                entry.path("arguments").forEach(word -> words.add(word.asText()));
                byFile.putIfAbsent(
                        Files.exists(file) ? file.toRealPath() : file.normalize(),
                        kept(words.isEmpty() ? words(text(entry, "command")) : words, folder));
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

    /**
     * The kept flags, each as one word.
     *
     * @param folder to which the paths in the flags are relative
     */
    static List<String> kept(List<String> words, Path folder) {
        List<String> kept = new ArrayList<>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            Matcher flag = VALUED.matcher(word);
            if (flag.matches()) {
                if (flag.group(2).isEmpty() && !rest.hasNext()) {
                    throw new IllegalArgumentException("ends in " + word + ", which needs a value");
                }
                String value = flag.group(2).isEmpty() ? rest.next() : flag.group(2);
                kept.add(joined(flag.group(1), value, folder));
            } else if (WITHOUT_VALUE.matcher(word).matches()) {
                kept.add(word);
            }
        }
        return kept;
    }

    private static String joined(String flag, String value, Path folder) {
        boolean macro = flag.matches("-[DU]");
        if (macro ? !value.matches("[a-zA-Z_][^\\x00]*") : value.startsWith("=")) {
            String allowed =
                    macro ? "a value that begins with the name of a macro" : "a path that does not begin with =";
            throw new IllegalArgumentException("has " + flag + " " + value + ", which needs " + allowed);
        }
        if (macro) {
            return flag + value;
        }
        Path path = folder.resolve(value);
        boolean searched = flag.matches("-i(nclude|macros)") && !Files.exists(path); // in the folders of headers
        return (flag.equals("--sysroot") ? "--sysroot=" : flag) + (searched ? "./" + value : path);
    }
}

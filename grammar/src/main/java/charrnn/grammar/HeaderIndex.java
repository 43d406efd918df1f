package charrnn.grammar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of the files of a project. Immutable. */
public final class HeaderIndex {
    public static final HeaderIndex NONE = of(Map.of());

    private final Map<String, Declarations> files = new TreeMap<>(); // by path
    private final Map<String, List<String>> paths = new HashMap<>(); // by their last part

    /** The names of the standard library, by header. */
    private static final Map<String, Declarations> LIBRARY = library();

    private HeaderIndex() {}

    private static Map<String, Declarations> library() {
        Map<String, Declarations> headers = new TreeMap<>();
        for (String header : CGrammar.resource("library.h").split("#include <")) {
            int end = header.indexOf('>');
            if (end > 0) {
                headers.put(header.substring(0, end), new Declarations(header.substring(end + 1)));
            }
        }
        return headers;
    }

    /**
     * Reads files.
     *
     * @param texts by path, with slashes between its parts
     */
    public static HeaderIndex of(Map<String, String> texts) {
        HeaderIndex project = new HeaderIndex();
        texts.forEach((path, text) -> {
            project.files.put(path, new Declarations(text));
            project.paths
                    .computeIfAbsent(lastPart(path), key -> new ArrayList<>())
                    .add(path);
        });
        return project;
    }

    /** Reads files; those that cannot be read have no names. */
    public static HeaderIndex ofFiles(Collection<Path> files) {
        Map<String, String> texts = new HashMap<>();
        for (Path file : files) {
            try {
                texts.put(file.toString().replace('\\', '/'), Files.readString(file, StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                continue; // the reader of the network's context warns
            }
        }
        return of(texts);
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    public boolean hasHeaders() {
        return files.keySet().stream().anyMatch(path -> path.endsWith(".h"));
    }

    /**
     * The names that may be used at the end of a text: those that it declares outside of functions, those of the headers that it
     * includes, or of all files if it includes none, and those that the project uses but declares nowhere. Null if there are none,
     * as for a text that is no file.
     */
    public @Nullable SymbolTable at(String text) {
        Declarations own = new Declarations(text);
        if (files.isEmpty() && own.includes.isEmpty() && own.symbols.size() < 2) {
            return null;
        }
        List<Declarations> project = new ArrayList<>(files.values());
        project.add(own);
        List<Declarations> visible = new ArrayList<>(List.of(own));
        visible.addAll(own.includes.isEmpty() ? files.values() : included(own, new TreeSet<>()));
        return new SymbolTable(visible, project, LIBRARY.values());
    }

    /** The headers that a text includes, itself or by others, and that are neither in the project nor in the C library. */
    public Set<String> missingHeaders(String text) {
        Set<String> missing = new TreeSet<>();
        included(new Declarations(text), missing);
        return missing;
    }

    private List<Declarations> included(Declarations file, Set<String> missing) {
        Map<String, Declarations> included = new LinkedHashMap<>(); // by path, or by name in brackets
        Deque<String> toRead = new ArrayDeque<>(file.includes);
        while (!toRead.isEmpty()) {
            String include = toRead.remove();
            String name = include.replaceFirst("^(?:\\.{1,2}/)++", "");
            Map<String, Declarations> found = new LinkedHashMap<>();
            paths.getOrDefault(lastPart(name), List.of()).stream()
                    .filter(path -> ("/" + path).endsWith("/" + name))
                    .forEach(path -> found.put(path, files.get(path)));
            Optional.ofNullable(LIBRARY.get(include)).ifPresent(header -> found.put("<" + include, header));
            if (found.isEmpty()) {
                missing.add(include);
            }
            found.forEach((path, header) -> {
                if (included.put(path, header) == null) {
                    toRead.addAll(header.includes);
                }
            });
        }
        return List.copyOf(included.values());
    }
}

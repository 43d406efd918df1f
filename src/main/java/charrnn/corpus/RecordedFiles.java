package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Split.Piece;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a recorded split, and no others. */
final class RecordedFiles implements Selection, FileFilter {
    private static final int MOST_NAMED = 5;

    private final CorpusConfig config;

    /** The last piece of each file; in the order of names, which is the order in which they are missed. */
    private final TreeMap<String, Piece> recorded = new TreeMap<>();

    RecordedFiles(CorpusConfig config, Split split) {
        this.config = config;
        for (Piece piece : split.pieces()) {
            recorded.merge(piece.file(), piece, (a, b) -> a.end() > b.end() ? a : b);
        }
    }

    /** Whether all of them were encoded, among others perhaps. */
    boolean isIn(Encoding encoding) {
        return found(encoding).size() == recorded.size();
    }

    /**
     * Finds them in what was encoded.
     *
     * @return every file of the split, unchanged
     * @throws UserError if one is missing or has changed
     */
    List<FileText> files(Encoding encoding) {
        Map<String, FileText> found = found(encoding);
        Map<String, String> faults = faults(encoding);
        List<String> wrong = new ArrayList<>();
        for (String name : recorded.keySet()) {
            if (!found.containsKey(name)) {
                wrong.add(name + " (" + faults.getOrDefault(name, "missing") + ")");
            }
        }
        if (!wrong.isEmpty()) {
            throw changed(wrong);
        }
        return List.copyOf(found.values());
    }

    private Map<String, FileText> found(Encoding encoding) {
        Map<String, FileText> found = new HashMap<>();
        encoding.files().stream().filter(this::isAsRecorded).forEach(file -> found.put(file.name(), file));
        return found;
    }

    private boolean isAsRecorded(FileText file) {
        Piece piece = recorded.get(file.name());
        return piece != null && file.sha256().equals(piece.sha256()) && file.length() >= piece.end();
    }

    private static Map<String, String> faults(Encoding encoding) {
        Map<String, String> faults = new HashMap<>();
        encoding.bad().forEach(bad -> faults.putIfAbsent(bad.name(), bad.reason()));
        encoding.files().forEach(file -> faults.put(file.name(), "changed"));
        return faults;
    }

    private UserError changed(List<String> wrong) {
        String named = String.join(", ", wrong.subList(0, Math.min(MOST_NAMED, wrong.size())));
        int others = wrong.size() - MOST_NAMED;
        return new UserError(
                "corpus.path: not the corpus that the recorded split was made of; missing, changed or unusable: "
                        + wrong.size() + " of " + Count.of(recorded.size(), "file") + ": " + named
                        + (others > 0 ? " and " + others + " more" : ""));
    }

    @Override
    public String key() {
        StringBuilder key = new StringBuilder("recorded");
        config.path().forEach(path -> key.append('\0')
                .append(Path.of(path).toAbsolutePath().normalize()));
        recorded.values().forEach(piece -> key.append('\n')
                .append(piece.sha256())
                .append(piece.end())
                .append('\0')
                .append(piece.file()));
        return key.toString();
    }

    @Override
    public FileFilter filter() {
        return this;
    }

    @Override
    public boolean takes(String name, String shown) {
        return recorded.containsKey(shown);
    }

    @Override
    public boolean excludes(String name) {
        return !recorded.containsKey(name);
    }

    /** Follows the links to recorded files, whatever is configured now: each file's digest is compared. */
    @Override
    public boolean followsOutOfFolder(String shown) {
        String below = recorded.ceilingKey(shown + "/");
        return recorded.containsKey(shown) || below != null && below.startsWith(shown + "/");
    }

    @Override
    public boolean wants(String name) {
        return recorded.containsKey(name);
    }

    @Override
    public long limit(String name) {
        Piece piece = recorded.get(name);
        return piece == null ? 0 : piece.end();
    }

    @Override
    public long limit() {
        return recorded.values().stream().mapToLong(Piece::end).sum();
    }

    @Override
    public void took(FileText file) {}
}

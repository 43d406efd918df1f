package charrnn.corpus;

import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Split.Piece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Selects the files of a recorded split. */
final class RecordedFiles implements FileSelection {
    /** The last piece of each file, by name. */
    private final TreeMap<String, Piece> recorded = new TreeMap<>();

    RecordedFiles(Split split) {
        for (Piece piece : split.pieces()) {
            recorded.merge(piece.file(), piece, (a, b) -> a.end() > b.end() ? a : b);
        }
    }

    @Override
    public boolean selects(String path, String name) {
        return recorded.containsKey(name);
    }

    @Override
    public boolean excludes(String name) {
        return !recorded.containsKey(name);
    }

    /** Follows links to recorded files regardless of the configuration, since each file's digest is compared. */
    @Override
    public boolean followsOutOfFolder(String name) {
        String below = recorded.ceilingKey(name + "/");
        return recorded.containsKey(name) || below != null && below.startsWith(name + "/");
    }

    @Override
    public long limit() {
        return (long) recorded.values().stream().mapToDouble(Piece::end).sum(); // a sum of longs could overflow
    }

    @Override
    public FileSampler sampler() {
        return new FileSampler(name -> true, 0, 0);
    }

    /** Finds the recorded files among those that were read; a {@link UserError} names missing and changed ones. */
    List<TextFile> files(CorpusFiles read) {
        Map<String, TextFile> found = found(read);
        Map<String, String> faults = new HashMap<>(read.bad());
        read.files().forEach(file -> faults.put(file.name(), "changed"));
        List<String> wrong = recorded.keySet().stream()
                .filter(name -> !found.containsKey(name))
                .map(name -> name + " (" + faults.getOrDefault(name, "missing") + ")")
                .toList();
        if (!wrong.isEmpty()) {
            throw new UserError(
                    "corpus.path: not the corpus that the recorded split was made of; missing, changed or unusable: "
                            + wrong.size() + " of " + Count.of(recorded.size(), "file") + ": "
                            + Count.first(5, wrong));
        }
        return List.copyOf(found.values());
    }

    private Map<String, TextFile> found(CorpusFiles read) {
        Map<String, TextFile> found = new HashMap<>();
        for (TextFile file : read.files()) {
            Piece piece = recorded.get(file.name());
            if (piece != null && file.sha256().equals(piece.sha256()) && file.length() >= piece.end()) {
                found.put(file.name(), file);
            }
        }
        return found;
    }
}

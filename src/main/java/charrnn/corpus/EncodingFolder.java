package charrnn.corpus;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where encoded corpora are kept. */
final class EncodingFolder {
    private EncodingFolder() {}

    /**
     * {@code $CHARRNN_CACHE}, {@code $XDG_CACHE_HOME/charrnn} or {@code ~/.cache/charrnn}.
     *
     * @return empty where {@code CHARRNN_CACHE} is empty
     */
    static Optional<Path> of(Map<String, String> environment, String home) {
        String own = environment.get(EncodingCache.VARIABLE);
        if (own != null) {
            return own.isBlank() ? Optional.empty() : Optional.of(Path.of(own));
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return Optional.of(caches.isBlank() ? Path.of(home, ".cache", "charrnn") : Path.of(caches, "charrnn"));
    }
}

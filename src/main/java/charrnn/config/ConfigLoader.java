package charrnn.config;

import java.nio.file.Path;
import java.util.List;

/** Reads configurations: a YAML file, with {@code --set} over it, becomes a {@link Config}. */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Loads a file. Where it gives no {@code name}, the run is named after the file, without its ending.
     *
     * @param file a YAML file of at most 1 MiB
     * @param overrides {@code key=value}, the value in YAML; a later one wins over an earlier one and over the file
     * @throws UserError with every mistake of the file and the overrides, if there is one
     */
    public static Config load(Path file, List<String> overrides) {
        String fileName = ConfigFiles.nameOf(file);
        String runName = ConfigFiles.withoutEnding(fileName);
        Config config = parse(ConfigFiles.read(file), fileName, overrides, runName);
        return config.name().isEmpty() ? config.withName(runName) : config;
    }

    /**
     * Reads a YAML text; a name that it does not give stays empty.
     *
     * @param yaml the text; an empty one leaves every key at its default
     * @param sourceName what messages call it, such as {@code lstm.yaml}
     * @param overrides {@code key=value}, the value in YAML; a later one wins over an earlier one and over the text
     * @throws UserError with every mistake of the text and the overrides, if there is one
     */
    public static Config parse(String yaml, String sourceName, List<String> overrides) {
        return parse(yaml, sourceName, overrides, "");
    }

    /**
     * The file of a configuration: a path from here or, if there is no such file, one in the folder {@code config}
     * here or beside the jar, with or without {@code .yaml}.
     *
     * @param nameOrPath such as {@code lstm}, {@code lstm.yaml} or {@code experiments/wide.yaml}
     * @throws UserError that lists the configurations there are, if it is none of them
     */
    public static Path find(String nameOrPath) {
        return new ConfigFinder(Path.of(""), ConfigFinder.folderOfJar()).find(nameOrPath);
    }

    private static Config parse(String yaml, String sourceName, List<String> overrides, String runName) {
        Draft draft = new Draft();
        ConfigOrigin source = ConfigOrigin.file(sourceName);
        ConfigFiles.refuseOversize(yaml.length(), sourceName);
        new SectionReader(source, draft).readText(yaml);
        overrides.forEach(new OverrideReader(draft)::read);
        new CrossChecks(draft, source.at(1)).run(runName);
        draft.refuseMistakes();
        return draft.config();
    }
}

package charrnn.cli;

import java.io.File;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats commands for copying into a shell. */
final class ShellLine {
    /** The property in which {@code release/charrnn} gives its own path. */
    private static final String LAUNCHER = "charrnn.launcher";

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private ShellLine() {}

    /** Formats a command that starts this program from the current folder: by the launcher of a release, or by its jar. */
    static String ofThisProgram(Object... arguments) {
        String launcher = System.getProperty(LAUNCHER);
        String classPath = System.getProperty("java.class.path"); // of java -jar, the jar
        String jar = classPath.matches("[^" + File.pathSeparator + "]+\\.jar") ? classPath : "charrnn.jar";
        Stream<Object> program = launcher == null ? Stream.of("java", "-jar", jar) : Stream.of(launcher);
        return Stream.concat(program, Arrays.stream(arguments))
                .map(word -> quoted(word.toString(), WINDOWS))
                .collect(Collectors.joining(" "));
    }

    /** Puts a word in quotation marks if a shell would change it without them. */
    static String quoted(String word, boolean windows) {
        if (word.matches(windows ? "[\\w@%+=:,.\\\\/-]+" : "[\\w@%+=:,./-]+")) {
            return word;
        }
        return windows ? '"' + word + '"' : "'" + word.replace("'", "'\\''") + "'";
    }
}

package charrnn.tools.export;

import charrnn.cli.base.FileFinder;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.RunLocator;
import charrnn.message.UserError;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.tools.constrain.Language;
import charrnn.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: writes a trained network as a smaller checkpoint, or as a page that runs it. */
@Command(
        name = "export",
        description = {
            "Writes a trained network as a smaller checkpoint, or as a web page that runs the network.",
            "docs/guide/exporting.md describes the files."
        },
        footer = {
            "  charrnn export --out model.zip --without-updater           the newest run",
            "  charrnn export --web linux.html --checkpoint linux"
        })
public final class ExportCommand extends NetworkCommand {
    @Option(names = "--out", paramLabel = "FILE", description = "The file to write.")
    private @Nullable Path out;

    @Option(
            names = "--web",
            paramLabel = "FILE",
            description = "The HTML page to write in place of --out: one file that needs no server, with 8-bit weights."
                    + " Several checkpoints of a run are the stages of its training.")
    private @Nullable Path web;

    @Option(
            names = "--without-updater",
            description = "Leave out the optimizer's and the recurrent state, which only train --resume needs.")
    private boolean withoutUpdater;

    @Option(names = "--force", description = "Replace an existing file.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        if (web != null) {
            writePage(web);
        } else if (out != null) {
            write(out);
        } else {
            throw new UserError("--out or --web is missing: name the file to write");
        }
        return 0;
    }

    private void writePage(Path page) throws IOException {
        if (out != null || withoutUpdater) {
            throw new UserError("--web writes a page alone: leave out --out and --without-updater, or --web");
        }
        List<Path> files = checkpoints();
        for (Path file : files) {
            checkTarget("--web", page, file);
        }
        WebExport export = new WebExport();
        for (Path file : files) {
            export.add(read(file).content(), name(file, files), Language.learned(file));
        }
        export.write(page);
        print("%s: %,d bytes", page, Files.size(page));
    }

    /** The name of a checkpoint's run or, if another of the runs has the same, its folder as it was given. */
    private static String name(Path file, List<Path> files) {
        String name = RunLocator.runName(file);
        boolean isUnique = files.stream()
                .filter(other -> RunLocator.runName(other).equals(name))
                .allMatch(other -> RunFolder.around(other).equals(RunFolder.around(file)));
        Path given = file.getParent();
        return isUnique || given == null ? name : given.toString();
    }

    private void write(Path out) throws IOException {
        Path file = checkpoint();
        checkTarget("--out", out, file);
        boolean withUpdater = !withoutUpdater && CheckpointReader.summary(file).resumable();
        Checkpoint read = CheckpointReader.read(file, withUpdater);
        printLibrary();
        long before = Files.size(file);
        CheckpointWriter.export(read, out, withUpdater);
        long after = Files.size(out);
        String without = withUpdater ? "" : ", without the optimizer's state";
        print("%s: %,d bytes", file, before);
        print("%s: %,d bytes (%.0f %%)%s", out, after, 100.0 * after / before, without);
    }

    private void checkTarget(String option, Path out, Path file) throws IOException {
        if (Files.exists(out) && Files.isSameFile(out, file)) {
            throw new UserError(option + " " + out + " is the checkpoint itself; name another file");
        }
        FileFinder.output(option, out, force, "; --force overwrites it");
    }
}

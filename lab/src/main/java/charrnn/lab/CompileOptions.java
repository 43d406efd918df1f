package charrnn.lab;

import charrnn.cli.base.ContextOptions;
import charrnn.tools.constrain.SymbolUse;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code score} that write the bodies of functions and compile them in their files. */
final class CompileOptions {
    @Option(
            names = "--compile",
            paramLabel = "PATH",
            description =
                    "Write the bodies of functions in a fifth of the files of this folder, or at the end of one file,"
                            + " and compile them there; the other files are the project that the network reads.")
    @Nullable
    Path files;

    @Option(
            names = "--cflags",
            paramLabel = "FLAGS",
            description = "Compiler flags of all files, such as '-std=gnu11 -I include'; paths are relative to the"
                    + " current folder. Default: those of --compile-commands.")
    @Nullable
    String cflags;

    @Option(
            names = "--compile-commands",
            paramLabel = "FILE",
            description =
                    "The project's compile_commands.json, with the flags of each file. Default: the one in the folder"
                            + " of --compile, or beside its file, if there is one.")
    @Nullable
    Path commands;

    @Option(
            names = "--symbols",
            paramLabel = "WHICH",
            description =
                    "Which names the bodies may use under --constrain c, as in sample. The names of --context exist,"
                            + " without it those of all files.")
    @Nullable
    SymbolUse symbols;

    @Mixin
    ContextOptions context = new ContextOptions();
}

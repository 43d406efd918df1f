package charrnn.tools.lsp;

import charrnn.cli.base.ContextOptions;
import charrnn.cli.base.FileWatch;
import charrnn.cli.base.LoadedCheckpoint;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.StandardStreams;
import charrnn.match.MatchMemory;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.tools.complete.Completer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.MessageType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lsp}: completes code in an editor. */
@Command(
        name = "lsp",
        description = {
            "Completes code in an editor, which starts this command: docs/guide/editor.md. The messages are those of the"
                    + " Language Server Protocol, on the standard input and output; no port is opened.",
            "The files of the editor's folders are the project; when they change, they are read again."
        },
        footer = {
            "  charrnn lsp --checkpoint c                           the editor's folders are the project",
            "  charrnn lsp --checkpoint c --context src --context include/api.h"
        })
public final class LspCommand extends NetworkCommand {
    @Mixin
    private ContextOptions context = new ContextOptions();

    @Override
    public Integer call() {
        Path file = checkpoint();
        LspServer server = new LspServer(System.in, StandardStreams.takeOutput());
        // Only faults: lsp4j also logs late cancellations and wrong messages.
        Logger.getLogger("").getHandlers()[0].setLevel(Level.SEVERE);
        Executor threads = Executors.newCachedThreadPool(new DefaultThreadFactory("lsp", true));
        try (FileWatch watch = new FileWatch(fault -> warn(fault, server))) {
            BiConsumer<Object, @Nullable Throwable> fail = (done, fault) -> {
                if (fault != null) {
                    server.exitCode.completeExceptionally(fault);
                }
            };
            CompletableFuture.runAsync(server::listen, threads).whenComplete(fail);
            CompletableFuture.runAsync(() -> load(file, server, watch), threads).whenComplete(fail);
            return server.exitCode.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            server.show(MessageType.Error, String.valueOf(cause.getMessage()));
            throw cause instanceof UserError mistake ? mistake : e;
        }
    }

    /** Loads a completer, then one with the project, and this one again when files have changed. */
    private void load(Path file, LspServer server, FileWatch watch) {
        LoadedCheckpoint read = read(file);
        server.use(new Completer(read.modelOnOneThread()));
        Runnable readProject = () -> {
            MatchMemory memory = context.memory(read, this);
            LanguageModel network = read.modelOnOneThread();
            network.useMemory(() -> memory);
            server.use(new Completer(network));
        };
        if (context.isGiven()) {
            readProject.run();
        } else if (read.readsMatches()) {
            context.useByDefault(server.folders.join());
            if (context.isGiven()) {
                watch.read(readProject);
            }
        }
        watch.watch(context::hasChanged, readProject);
    }

    private void warn(String fault, LspServer server) {
        String message = fault.replace("--context", "the project");
        warn(message);
        server.show(MessageType.Warning, message);
    }
}

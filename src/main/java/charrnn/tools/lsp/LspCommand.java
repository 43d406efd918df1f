package charrnn.tools.lsp;

import charrnn.cli.base.ContextOptions;
import charrnn.cli.base.NetworkCommand;
import charrnn.cli.base.StandardStreams;
import charrnn.match.MatchMemory;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.complete.Completer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.MessageType;
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
        CompletableFuture<Void> reading = CompletableFuture.runAsync(server::listen, threads);
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> load(file, server), threads);
        try {
            CompletableFuture.anyOf(reading, loading, server.exitCode).join();
            return server.exitCode.join();
        } catch (CompletionException e) {
            server.show(
                    MessageType.Error,
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
            throw e.getCause() instanceof UserError mistake ? mistake : e;
        }
    }

    /** Loads a completer, then one with the project, and this one again when files have changed. Does not return. */
    private void load(Path file, LspServer server) {
        Checkpoint read = read(file);
        server.use(new Completer(LanguageModel.onOneThread(read.network(), read.vocabulary())));
        boolean isNamed = context.isGiven();
        if (!isNamed && Networks.encoding(read.network()).matches() > 0) {
            context.useByDefault(server.folders.join());
        }
        for (boolean isFirst = true; ; isFirst = false) {
            try {
                if (isFirst ? context.isGiven() : context.hasChanged()) {
                    MatchMemory memory = context.memory(file, read, this);
                    LanguageModel network = LanguageModel.onOneThread(read.network(), read.vocabulary());
                    network.useMemory(() -> memory);
                    server.use(new Completer(network));
                }
            } catch (UserError e) {
                if (isFirst && isNamed) {
                    throw e;
                }
                String message = String.join("; ", e.messages()).replace("--context", "the project");
                warn(message);
                server.show(MessageType.Warning, message);
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }
}

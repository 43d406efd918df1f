package charrnn.tools.trainingui;

import charrnn.config.UiConfig;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Consumer;

/** Gets a UI going: its address, its store, a free port, and what there is to say about each. */
final class UiStart {
    private static final int PORTS = 20;

    private final UiConfig config;
    private final Consumer<String> messages;

    UiStart(UiConfig config, Consumer<String> messages) {
        this.config = config;
        this.messages = messages;
    }

    /** See {@link TrainingUi#start}. */
    TrainingUi start(String runName) {
        InetAddress host;
        try {
            host = InetAddress.getByName(config.host());
        } catch (UnknownHostException e) {
            messages.accept("no training UI: ui.host \"" + config.host() + "\" is no address of this machine");
            return new NoUi();
        }
        ThinnedStorage storage =
                config.store().isBlank() ? new ThinnedMemoryStorage() : ThinnedFileStorage.open(config.store());
        ServedUi ui = new ServedUi(config, runName, storage, messages);
        try {
            serve(ui, host);
            return ui;
        } catch (IOException e) {
            messages.accept("no training UI: " + e.getMessage());
            ui.close();
            return new NoUi();
        } catch (RuntimeException | LinkageError e) {
            ui.close();
            throw e;
        }
    }

    private void serve(ServedUi ui, InetAddress host) throws IOException {
        Router pages = ui.pages();
        if (host.isLoopbackAddress()) {
            pages.route().order(-1).handler(new LocalNamesOnly(config.host()));
        }
        String note = listen(ui, host, pages);
        messages.accept("training UI: " + ui.address().orElseThrow() + note);
        if (!host.isLoopbackAddress()) {
            messages.accept("warning: the training UI has no password, and ui.host " + config.host()
                    + " opens it to every machine that reaches this one");
        }
    }

    private String listen(ServedUi ui, InetAddress host, Router pages) throws IOException {
        int last = config.port() == 0 ? 0 : Math.min(config.port() + PORTS - 1, 65535);
        String firstFault = "";
        for (int port = config.port(); port <= last; port++) {
            try {
                ui.listen(host, port, pages);
                return firstFault.isEmpty() ? "" : " (port " + config.port() + " " + firstFault + ")";
            } catch (IOException e) {
                firstFault = firstFault.isEmpty() ? fault(e) : firstFault;
            }
        }
        throw new IOException("of the ports " + config.port() + " to " + last + " at " + config.host()
                + " none can be had (port " + config.port() + " " + firstFault + ")");
    }

    private static String fault(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("in use") ? "is in use" : "cannot be had: " + message;
    }
}

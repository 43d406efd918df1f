package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.cli.Program;
import charrnn.config.Config.UiConfig;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses, messages and end of the UI. */
class TrainingUiTest {
    @TempDir
    private Path folder;

    private final List<String> messages = new CopyOnWriteArrayList<>();

    private Optional<TrainingUi> started(String host, int port) {
        return TrainingUi.start(new UiConfig(true, host, port, 1), "test", Path.of("none"), messages::add);
    }

    private TrainingUi start(String host, int port) {
        return started(host, port).orElseThrow();
    }

    private static ServerSocket taken(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void printsItsAddressAndAcceptsLocalHostNamesOnly() throws Exception {
        try (TrainingUi ui = start("127.0.0.1", 0)) {
            assertThat(messages).containsExactly("training UI: " + ui.address());
            assertThat(messages.get(0)).matches("training UI: http://127\\.0\\.0\\.1:[1-9]\\d+/train");
            assertThat(new Browse(ui).get("/train").uri().getPath()).isEqualTo("/train/overview");
            InetSocketAddress address =
                    new InetSocketAddress("127.0.0.1", ui.address().getPort());
            assertThat(statusFor("localhost:8080", address)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(statusFor("[::1]", address)).isEqualTo("HTTP/1.1 200 OK");
            assertThat(statusFor("rebound.example", address)).isEqualTo("HTTP/1.1 403 Forbidden");
        }
    }

    @Test
    void usesAnotherPortIfItsOwnIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                TrainingUi ui = start("127.0.0.1", other.getLocalPort())) {
            assertThat(messages)
                    .singleElement()
                    .asString()
                    .startsWith("training UI: " + ui.address() + " (port " + other.getLocalPort() + ": ")
                    .endsWith("in use)");
        }
    }

    @Test
    void startsNoUiWithoutAHostOrIfItIsTurnedOff() {
        assertThat(started("192.0.2.1", 0)).as("an address of no machine").isEmpty();
        assertThat(started("no host", 0)).isEmpty();
        UiConfig off = new UiConfig(false, "127.0.0.1", 0, 1);
        assertThat(TrainingUi.start(off, "test", Path.of("none"), messages::add))
                .isEmpty();
        assertThat(messages).hasSize(2);
        assertThat(messages.get(0)).startsWith("no training UI: ui.host \"192.0.2.1\" cannot be listened at (");
        assertThat(messages.get(1)).isEqualTo("no training UI: ui.host \"no host\" cannot be resolved to an address");
    }

    @Test
    void isOnlyReachedFromThisMachine() throws Exception {
        Optional<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        assumeThat(outside)
                .as("this machine has only loopback addresses, so there is nothing to be reached by")
                .isPresent();
        try (TrainingUi ui = start("127.0.0.1", 0)) {
            int port = ui.address().getPort();
            new Socket("127.0.0.1", port).close();
            assertThatThrownBy(() -> new Socket(outside.get(), port).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void warnsIfOtherMachinesCanReachIt() {
        try (TrainingUi ui = start("0.0.0.0", 0)) {
            assertThat(ui.address()).isNotNull();
            assertThat(messages)
                    .last()
                    .isEqualTo("warning: the training UI has no password, and ui.host 0.0.0.0 opens it to every machine"
                            + " that reaches this one");
        }
    }

    /** Every second one has begun a request. */
    @Test
    void clientsThatKeepConnectionsOpenShutOutNoOther() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (TrainingUi ui = start("127.0.0.1", 0)) {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket("127.0.0.1", ui.address().getPort());
                sockets.add(socket);
                String start = i % 2 == 0 ? "" : "GET /train/overview HTTP/1.1\r\n";
                socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(new Browse(ui).get("/train").statusCode()).isEqualTo(200);
            for (Socket replaced : sockets.subList(0, 300 - 256)) {
                replaced.setSoTimeout(20_000);
                assertThat(replaced.getInputStream().read()).isNegative();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String statusFor(String host, InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            String request = "GET /train/overview HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    @Test
    void leavesNoServerBehind() throws Exception {
        TrainingUi ui = start("127.0.0.1", 0);
        int port = ui.address().getPort();
        ui.close();
        ui.close();
        ui.stepped(TinyTraining.update(1, 2));
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
    }

    /** Trains a few steps in a JVM of its own, which ends with its last thread. */
    static final class Training {
        private Training() {}

        public static void main(String[] args) throws Exception {
            UiConfig config = new UiConfig(true, "127.0.0.1", 0, 1);
            try (TrainingUi ui = TrainingUi.start(config, "child", Path.of("none"), System.err::println)
                    .orElseThrow()) {
                new TinyTraining(ui).steps(2);
                new Browse(ui).overviewOnce(2);
            }
        }
    }

    @Tag("long")
    @Test
    void endsByItselfPrintsNothingAndLeavesNoFiles() throws Exception {
        Path workingDirectory = Files.createDirectory(folder.resolve("work"));
        File output = folder.resolve("out").toFile();
        File errors = folder.resolve("err").toFile();
        Process process = Program.process(Training.class)
                .directory(workingDirectory.toFile())
                .redirectOutput(output)
                .redirectError(errors)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors).content().matches("training UI: http://127\\.0\\.0\\.1:\\d+/train\\R");
        assertThat(process.exitValue()).isZero();
        assertThat(output).isEmpty();
        assertThat(workingDirectory).isEmptyDirectory();
    }
}

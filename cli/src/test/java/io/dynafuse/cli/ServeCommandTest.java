package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynafuse.cli.CommandProcess.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ServeCommandTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final int STOPPED_BY_SIGTERM = 128 + 15;

    @TempDir
    private Path folder;

    /** A service of the command in a thread of this process, which is interrupted to end it. */
    private final class Served implements AutoCloseable {
        private final StringWriter output = new StringWriter();
        private final StringWriter error = new StringWriter();
        private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
        private final Thread thread;

        Served(String... options) {
            String[] words = Stream.concat(
                            Stream.of("serve", "--port", "0", "--temporary", folder.toString()), Stream.of(options))
                    .toArray(String[]::new);
            thread = new Thread(() -> exitCode.complete(CommandProcess.executeHere(output, error, words)));
            thread.start();
        }

        URI address() throws InterruptedException {
            while (!output.toString().endsWith("\n")) {
                assertThat(exitCode).as(error::toString).isNotDone();
                Thread.sleep(10);
            }
            return URI.create(output.toString().strip());
        }

        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(address().resolve(path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        int end() throws Exception {
            thread.interrupt();
            return exitCode.get(60, TimeUnit.SECONDS);
        }

        @Override
        public void close() throws Exception {
            end();
        }
    }

    @Test
    void servesUntilItIsEnded() throws Exception {
        try (Served served = new Served("--threads", "1")) {
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(served.address().toString()).matches("http://127\\.0\\.0\\.1:[1-9]\\d*/");
            assertThat(served.output.toString()).hasLineCount(1);
            assertThat(served.error.toString()).contains(" GET /health/live 200 ");
            assertThat(served.end()).isZero();
        }
        // Its private folder is gone.
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void callsBearTheTokenOfTheFile() throws Exception {
        try (Served served = new Served("--host", "0.0.0.0", "--token-file", token(TOKEN + "\n"))) {
            assertThat(served.get("/api/v1/networks").statusCode()).isEqualTo(401);
            assertThat(served.get("/api/v1/networks", "Authorization", "Bearer " + TOKEN)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(served.error.toString()).contains("warning: other machines can call this service");
            assertThat(served.end()).isZero();
        }
    }

    private String token(String text) throws IOException {
        return Files.writeString(Files.createTempDirectory(folder, "secret").resolve("token"), text)
                .toString();
    }

    @Test
    void settingsReachTheService() throws Exception {
        try (Served served = new Served(
                "--max-upload", "3MB", "--max-megapixels", "5", "--queue", "7", "--keep", "2m", "--time-limit", "9s")) {
            assertThat(served.get("/api/v1/networks").body().replaceAll("\\s", ""))
                    .contains("\"uploadBytes\":3145728")
                    .contains("\"megapixels\":5")
                    .contains("\"queue\":7")
                    .contains("\"keptSeconds\":120")
                    .contains("\"jobSeconds\":9");
        }
    }

    @Test
    void othersThanTheLoopbackNeedAToken() {
        for (String host : new String[] {"0.0.0.0", "::", "dynafuse.example", "127.0.0.2"}) {
            Result result = CommandProcess.runHere("serve", "--host", host);
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.error())
                    .isEqualTo("--host " + host
                            + ": may be reached from other machines; expected --token-file beside it, or"
                            + " localhost, 127.0.0.1 or ::1; see dynafuse serve --help\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=-1 | --port: expected 0 to 65535, found -1",
                "--port=65536 | --port: expected 0 to 65535, found 65536",
                "--host= | --host: expected a name or an address, found none",
                "--queue=0 | --queue: expected 1 or more, found 0",
                "--workers=-2 | --workers: expected 1 or more, found -2",
                "--max-megapixels=0 | --max-megapixels: expected 1 or more, found 0",
                "--max-upload=0MB | --max-upload: expected 1MB or more, found 0",
                "--max-upload=all | expected a size such as 800MB or 4GB, found all",
                "--keep=0s | --keep: expected 1s or more, found 0",
                "--time-limit=0m | --time-limit: expected 1s or more, found 0",
                "--time-limit=5 | expected a time such as 90s, 10m or 2h, found 5",
                "--threads=0 | --threads: expected 1 or more, found 0",
                "--temporary=nowhere | --temporary nowhere: there is no such folder",
            })
    void wrongOptionsAreOneLine(String option, String line) {
        Result result = CommandProcess.runHere("serve", option);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.error()).contains(line).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "0123456789abcde\n",
                "0123456789abcdef\n\n",
                "0123456789 abcdef",
                "0123456789abcdef\u00e9",
                "\0\1\2\3"
            })
    void aFileWithoutATokenIsRefused(String content) throws IOException {
        assertRefused(
                token(content), "expected one line of 16 to 1024 letters, digits and signs, without spaces, found ");
    }

    @Test
    void aHugeFileIsNotReadWhole() throws IOException {
        assertRefused(token("a".repeat(1025)), "found more");
        assertRefused(token("0123456789abcdef\n" + "\0".repeat(3_000_000)), "found more");
    }

    @Test
    void theLongestTokenIsOne() throws IOException {
        assertThat(new TokenFile(Path.of(token("a".repeat(1024) + "\r\n"))).token())
                .isEqualTo("a".repeat(1024));
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        assertRefused(folder.resolve("none").toString(), "there is no such file");
        assertRefused(folder.toString(), "is not a file");
    }

    private static void assertRefused(String file, String why) {
        Result result = CommandProcess.runHere("serve", "--token-file", file);
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).startsWith(file + ": ").contains(why).hasLineCount(1);
    }

    @Test
    void aTokenThatOthersCanReadIsNoted() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path file = Path.of(token(TOKEN));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(new TokenFile(file).isOpenToOthers()).isFalse();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw----r--"));
        assertThat(new TokenFile(file).isOpenToOthers()).isTrue();
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Result result = CommandProcess.runHere("serve", "--port", taken.getLocalPort(), "--temporary", folder);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output()).isEmpty();
            assertThat(result.error())
                    .startsWith("127.0.0.1:" + taken.getLocalPort() + ": cannot be listened at (")
                    .endsWith("); expected an address of this machine, and a port that is free and allowed\n")
                    .hasLineCount(1);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aHostThatIsNoneIsOneLine() throws IOException {
        Result result = CommandProcess.runHere(
                "serve", "--port", "0", "--host", "nowhere.invalid", "--token-file", token(TOKEN));
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).contains("nowhere.invalid:0: cannot be listened at (no such host)");
    }

    @Test
    void anUnknownCheckpointIsOneLine() {
        Result result = CommandProcess.runHere("serve", "--port", "0", "--checkpoints", "ifcnn-none");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).startsWith("ifcnn-none: ").hasLineCount(1);
    }

    @Test
    void theTrialForTheArchiveOfClassesIsAnsweredThroughout() throws IOException {
        StringWriter error = new StringWriter();
        Path examples = Path.of("..", "examples");
        assertThat(new ServiceTrial(folder, new PrintWriter(error, true))
                        .fuses(List.of(examples.resolve("near.png"), examples.resolve("far.png"))))
                .as(error.toString())
                .isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSignalEndsItAndItsFolder() throws Exception {
        Process process = CommandProcess.beginHeard(folder, "serve", "--port", "0", "--temporary", folder);
        assertThat(process.inputReader().readLine()).startsWith("http://127.0.0.1:");
        assertThat(folder).isNotEmptyDirectory();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(STOPPED_BY_SIGTERM);
        assertThat(folder).isEmptyDirectory();
    }
}

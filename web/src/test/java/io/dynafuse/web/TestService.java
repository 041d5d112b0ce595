package io.dynafuse.web;

import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.library.InstalledFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A service on a free port with a temporary folder of its own, and what it wrote into its log. */
final class TestService implements AutoCloseable {
    static final String TOKEN = "a-token-of-the-tests-which-is-long-enough";

    private final Path temporary;
    private final Contract contract;
    private final StringWriter log = new StringWriter();
    private final Service service;

    private TestService(ServiceSettings settings, Contract contract) throws IOException {
        this.temporary = settings.temporary();
        this.contract = contract;
        this.service = serve(settings, log);
    }

    private static Service serve(ServiceSettings settings, StringWriter log) throws IOException {
        return Service.start(
                settings,
                new CheckpointLibrary(EmbeddedCheckpoint.all(), new InstalledFolder(Optional.empty())),
                new PrintWriter(log, true));
    }

    /** A service by itself, with the embedded checkpoints. */
    static Service serve(ServiceSettings settings) throws IOException {
        return serve(settings, new StringWriter());
    }

    static TestService start(UnaryOperator<Limits> change) throws IOException {
        return start(change, Contract.read());
    }

    static TestService start(UnaryOperator<Limits> change, Contract contract) throws IOException {
        Limits limits = change.apply(Limits.SMALL);
        return new TestService(limits.in(Files.createTempDirectory("dynafuse-test-")), contract);
    }

    /** What tests change of the settings. */
    record Limits(Optional<String> token, long maximumUpload, int queue, int workers, Duration kept, Duration jobTime) {
        /** Three megabytes, a megapixel. */
        static final Limits SMALL =
                new Limits(Optional.empty(), 3_000_000, 16, 2, Duration.ofHours(1), Duration.ofMinutes(1));

        Limits withToken() {
            return new Limits(Optional.of(TOKEN), maximumUpload, queue, workers, kept, jobTime);
        }

        Limits withQueue(int waiting) {
            return new Limits(token, maximumUpload, waiting, 1, kept, jobTime);
        }

        Limits withUpload(long bytes) {
            return new Limits(token, bytes, queue, workers, kept, jobTime);
        }

        Limits withKept(Duration time) {
            return new Limits(token, maximumUpload, queue, workers, time, jobTime);
        }

        Limits withJobTime(Duration time) {
            return new Limits(token, maximumUpload, queue, workers, kept, time);
        }

        ServiceSettings in(Path temporary) {
            return new ServiceSettings(
                    "127.0.0.1", 0, token, maximumUpload, 1, queue, workers, 1, List.of(), kept, jobTime, temporary);
        }
    }

    Set<String> routes() {
        return service.routes();
    }

    int port() {
        return service.port();
    }

    /** Where the service answers. */
    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    Client client() {
        return new Client(address(), contract);
    }

    Client clientWithToken() {
        return client().with("Authorization", "Bearer " + TOKEN);
    }

    RawCall call() throws IOException {
        return RawCall.to(port());
    }

    /** Holds the answer to the contract. */
    Answer hold(String method, String path, Answer answer) {
        contract.hold(method, path, answer);
        return answer;
    }

    Contract contract() {
        return contract;
    }

    String log() {
        return log.toString();
    }

    Path temporary() {
        return temporary;
    }

    /** All files and folders below the temporary folder, in order. */
    List<Path> leftOvers() throws IOException {
        while (true) {
            try (Stream<Path> paths = Files.walk(temporary)) {
                return paths.filter(path -> !path.equals(temporary)).sorted().toList();
            } catch (UncheckedIOException e) {
                // Some were removed meanwhile.
                continue;
            }
        }
    }

    /** Ends the service without a look at what it leaves. */
    void stop() {
        try {
            service.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try {
            // Fails if anything is left.
            Files.delete(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

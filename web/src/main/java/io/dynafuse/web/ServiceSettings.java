package io.dynafuse.web;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How a service runs.
 *
 * @param host the name or address that it listens at
 * @param port 0 for any that is free
 * @param token that every call must bear; empty if nobody is asked, which is for the loopback alone
 * @param maximumUpload the most bytes that one call may send
 * @param maximumMegapixels of one image, in millions
 * @param queue how many fusions may wait
 * @param workers how many fusions are read and written at once; the engine runs one at a time
 * @param threads that the engine works on
 * @param checkpoints that may be asked for by name beside the embedded ones
 * @param kept how long images and results are kept
 * @param jobTime how long one fusion may take
 * @param temporary the folder in which the service makes a private one for images and results
 */
public record ServiceSettings(
        String host,
        int port,
        Optional<String> token,
        long maximumUpload,
        int maximumMegapixels,
        int queue,
        int workers,
        int threads,
        List<String> checkpoints,
        Duration kept,
        Duration jobTime,
        Path temporary) {
    /**
     * The loopback, port 8080, 64 MB, 24 megapixels, a queue of 16, 2 workers, a thread for each core, the embedded checkpoints, an hour, two
     * minutes, the system's folder.
     */
    public static final ServiceSettings DEFAULT = new ServiceSettings(
            "127.0.0.1",
            8080,
            Optional.empty(),
            64L << 20,
            24,
            16,
            2,
            Runtime.getRuntime().availableProcessors(),
            List.of(),
            Duration.ofHours(1),
            Duration.ofMinutes(2),
            Path.of(System.getProperty("java.io.tmpdir")));

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    /** Copies the list. */
    public ServiceSettings {
        checkpoints = List.copyOf(checkpoints);
    }

    /** Whether it can be reached from this machine alone, by the names that this machine always has. */
    public boolean isLoopback() {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }
}

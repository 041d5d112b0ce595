package io.dynafuse.cli;

import io.dynafuse.files.OneLine;
import io.dynafuse.web.Service;
import io.dynafuse.web.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the service until the process is asked to end. */
@Command(
        name = "serve",
        description = {
            "Fuses images over HTTP, and shows a page to look at them, until the process is asked to end (Ctrl-C, SIGTERM).",
            "",
            "Prints the address on standard output once it listens, and a line for each call on standard error. See docs/service.md.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen: 8080 if not given, and any port that is free for 0.")
    private int port = ServiceSettings.DEFAULT.port();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description =
                    "The name or address to listen at; 127.0.0.1, which only this machine reaches, if not given. Others need --token-file.")
    private String host = ServiceSettings.DEFAULT.host();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file of one line of 16 characters or more, which every call must then bear (Authorization: Bearer ...).")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--max-upload",
            paramLabel = "SIZE",
            description = "The most that one call may send, such as 64MB, which it is if not given.")
    private Optional<MemorySize> maximumUpload = Optional.empty();

    @Option(names = "--max-megapixels", paramLabel = "N", description = "The largest image to read; 24 if not given.")
    private Optional<Integer> maximumMegapixels = Optional.empty();

    @Option(
            names = "--queue",
            paramLabel = "N",
            description = "How many fusions may wait; more are refused for the moment. 16 if not given.")
    private Optional<Integer> queue = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description =
                    "How many fusions are read and written at once, beside the one that the engine works on; 2 if not given.")
    private Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            description = "How long one fusion may take, such as 90s or 10m; 2m if not given.")
    private Optional<Duration> timeLimit = Optional.empty();

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "How long images and results are kept unless they are deleted; 1h if not given.")
    private Optional<Duration> kept = Optional.empty();

    @Option(
            names = "--checkpoints",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Installed checkpoints that may be asked for beside the embedded ones (see `dynafuse models`).")
    private List<String> checkpoints = List.of();

    @Option(
            names = "--temporary",
            paramLabel = "DIR",
            description =
                    "An existing folder; images and results are kept in a private folder within it. The system's for temporary files if not"
                            + " given.")
    private Path temporary = ServiceSettings.DEFAULT.temporary();

    @Option(names = "--threads", paramLabel = "N", description = "Threads to fuse on; one per core if not given.")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--verbose", description = "Print a stack trace if the service cannot be started.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        requireSense();
        ServiceSettings settings = settings();
        if (!settings.isLoopback()) {
            error().println(
                            "warning: other machines can call this service, and nothing on the way is encrypted; put a proxy with TLS"
                                    + " before it, or trust the network");
        }
        try (Service service = Service.start(settings, Dynafuse.library(command), error())) {
            run(service);
        }
        return 0;
    }

    private void run(Service service) {
        // Java ends when it has run, and main is not asked.
        Thread onSignal = new Thread(() -> close(service), "dynafuse-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        command.commandLine().getOut().println("http://" + shown(host) + ":" + service.port() + "/");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Whoever runs this in a thread ends it so.
            Runtime.getRuntime().removeShutdownHook(onSignal);
        }
    }

    private void close(Service service) {
        try {
            service.close();
        } catch (IOException e) {
            error().println(OneLine.of(e));
        }
    }

    /** An address of many colons stands in brackets. */
    private static String shown(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private void requireSense() {
        Usage.require(
                command,
                port >= 0 && port <= HIGHEST_PORT,
                "--port: expected 0 to " + HIGHEST_PORT + ", found " + port);
        Usage.require(command, !host.isBlank(), "--host: expected a name or an address, found none");
        Usage.requirePositive(command, "--max-megapixels", maximumMegapixels);
        Usage.requirePositive(command, "--queue", queue);
        Usage.requirePositive(command, "--workers", workers);
        Usage.requireThreads(command, threads);
        Usage.require(
                command,
                maximumUpload.map(MemorySize::bytes).orElse(1L) > 0,
                "--max-upload: expected 1MB or more, found 0");
        Usage.require(command, Files.isDirectory(temporary), "--temporary " + temporary + ": there is no such folder");
        requirePositive("--time-limit", timeLimit);
        requirePositive("--keep", kept);
    }

    private void requirePositive(String option, Optional<Duration> value) {
        value.ifPresent(time ->
                Usage.require(command, !time.isZero(), option + ": expected 1s or more, found " + time.toSeconds()));
    }

    private ServiceSettings settings() throws IOException {
        ServiceSettings usual = ServiceSettings.DEFAULT;
        ServiceSettings settings = new ServiceSettings(
                host,
                port,
                token(),
                maximumUpload.map(MemorySize::bytes).orElse(usual.maximumUpload()),
                maximumMegapixels.orElse(usual.maximumMegapixels()),
                queue.orElse(usual.queue()),
                workers.orElse(usual.workers()),
                threads.orElse(usual.threads()),
                checkpoints,
                kept.orElse(usual.kept()),
                timeLimit.orElse(usual.jobTime()),
                temporary);
        Usage.require(
                command,
                settings.isLoopback() || tokenFile.isPresent(),
                "--host " + host
                        + ": may be reached from other machines; expected --token-file beside it, or localhost, 127.0.0.1 or ::1");
        return settings;
    }

    private Optional<String> token() throws IOException {
        if (tokenFile.isEmpty()) {
            return Optional.empty();
        }
        TokenFile given = new TokenFile(tokenFile.get());
        String token = given.token();
        if (given.isOpenToOthers()) {
            error().println("note: " + tokenFile.get()
                    + ": other users of this machine may read it; expected chmod 600");
        }
        return Optional.of(token);
    }

    private PrintWriter error() {
        return command.commandLine().getErr();
    }
}

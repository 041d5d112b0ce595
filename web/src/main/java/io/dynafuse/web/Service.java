package io.dynafuse.web;

import io.dynafuse.files.Json;
import io.dynafuse.files.OneLine;
import io.dynafuse.library.CheckpointLibrary;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The service, which answers until it is closed. */
public final class Service implements AutoCloseable {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(5);
    /** The engine is loaded after that, as the page would else wait for the processor. */
    private static final Duration FIRST_PAGE = Duration.ofMillis(300);

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int MOST_THREADS = 200;

    private final Javalin server;
    private final StatisticsHandler calls;
    private final Work work;
    private final PrivateFolder folder;
    private final ScheduledExecutorService clock;
    private final PrintWriter log;
    private boolean closed;

    private Service(
            Javalin server,
            StatisticsHandler calls,
            Work work,
            PrivateFolder folder,
            ScheduledExecutorService clock,
            PrintWriter log) {
        this.log = log;
        this.server = server;
        this.calls = calls;
        this.work = work;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Begins to load the libraries of the service on a thread of its own, for programs that know they will start it and have something else to
     * do first.
     */
    public static void loadEarly() {
        Thread thread = new Thread(
                () -> {
                    new Server(new QueuedThreadPool());
                    new Meters().addProcess();
                    Javalin.create();
                },
                "dynafuse-service-loading");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts to listen; the engine is loaded meanwhile.
     *
     * @param library that checkpoints are taken from
     * @param log a line for each call, without the names of images
     * @throws IOException if it cannot listen there, a checkpoint is not found, or no private folder can be made
     */
    public static Service start(ServiceSettings settings, CheckpointLibrary library, PrintWriter log)
            throws IOException {
        Checkpoints checkpoints = new Checkpoints(library, settings.checkpoints());
        PrivateFolder folder = PrivateFolder.in(settings.temporary());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "dynafuse-clock");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Meters meters = new Meters();
            meters.addProcess();
            Store store = new Store(folder.path(), settings.kept());
            Work work = new Work(settings, store, checkpoints, meters, log, clock);
            Routes routes =
                    new Routes(work, store, new Uploads(folder.path(), settings.maximumUpload()), settings, meters);
            StatisticsHandler calls = new StatisticsHandler(new SlowClients());
            Javalin server = Javalin.create(config -> {
                configure(config, settings, routes, work, meters, log);
                config.jetty.modifyServer(jetty -> configure(jetty, calls));
            });
            server.start();
            // Often enough that nothing is kept much longer than it should be.
            long pause = Math.max(100, settings.kept().toMillis() / 60);
            clock.scheduleWithFixedDelay(() -> removeOld(store, log), pause, pause, TimeUnit.MILLISECONDS);
            clock.schedule(work::warmUp, FIRST_PAGE.toMillis(), TimeUnit.MILLISECONDS);
            return new Service(server, calls, work, folder, clock, log);
        } catch (JavalinException e) {
            clock.shutdownNow();
            folder.close();
            throw new IOException(
                    settings.host() + ":" + settings.port() + ": cannot be listened at (" + reason(e)
                            + "); expected an address of this machine, and a port that is free and allowed",
                    e);
        } catch (RuntimeException e) {
            clock.shutdownNow();
            folder.close();
            throw e;
        }
    }

    private static String reason(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return first instanceof UnresolvedAddressException ? "no such host" : OneLine.of(first);
    }

    private static void removeOld(Store store, PrintWriter log) {
        try {
            store.removeOld();
        } catch (IOException | UncheckedIOException e) {
            log.println("old images could not be removed: " + OneLine.of(e));
        }
    }

    private static void configure(
            JavalinConfig config, ServiceSettings settings, Routes routes, Work work, Meters meters, PrintWriter log) {
        Guard guard = new Guard(settings);
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        // Images are compressed already, and events would wait in a buffer.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS);
        config.jetty.modifyHttpConfiguration(Service::configure);
        config.jetty.modifyServletContextHandler(context -> context.setMaxFormKeys(Uploads.MOST_PARTS));
        config.jetty.addConnector((server, http) -> connector(server, http, settings));
        config.routes.before(call -> {
            Guard.HEADERS.forEach(call::header);
            guard.check(call.req());
        });
        routes.register(config.routes);
        config.routes.exception(ProblemException.class, (e, call) -> {
            if (e.problem().status() == 429) {
                call.header("Retry-After", Long.toString(work.secondsToRoom()));
            }
            if (e.problem().status() == 401) {
                call.header("WWW-Authenticate", "Bearer");
            }
            routes.problem(call, e.problem());
        });
        config.routes.exception(
                HttpResponseException.class, (e, call) -> routes.problem(call, Problem.of(e.getStatus(), words(e))));
        config.routes.exception(Exception.class, (e, call) -> {
            Problem problem = Storage.isFull(e)
                    ? Storage.full().problem()
                    : Problem.of(500, "the service failed, which is a fault in it");
            log.println("a call failed: " + OneLine.of(e.toString()));
            routes.problem(call, problem);
        });
        config.requestLogger.http((call, milliseconds) -> log(call, milliseconds, meters, log));
    }

    private static String words(HttpResponseException failure) {
        return failure.getStatus() == 404 ? Pages.missing().problem().detail() : OneLine.of(failure);
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
    }

    private static void configure(Server server, StatisticsHandler calls) {
        server.setHandler(calls);
        server.setStopTimeout(LAST_ANSWERS.toMillis());
        // What Jetty refuses before any route sees it.
        server.setErrorHandler(Service::refuse);
    }

    private static boolean refuse(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Guard.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put("Content-Type", Problem.CONTENT_TYPE);
        // Jetty closes it after most of what it refuses, which a client that would use it again must know.
        response.getHeaders().put("Connection", "close");
        byte[] body = Json.compact(Problem.of(status, "the call cannot be understood or taken"));
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, ServiceSettings settings) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        return connector;
    }

    /** By the pattern of the address, as the address itself would give away what only its client knows. */
    private static void log(Context call, float milliseconds, Meters meters, PrintWriter log) {
        String route = call.endpoint().path;
        int status = call.statusCode();
        meters.call(route, status, milliseconds);
        log.printf(
                "%s %s %s %d %.0f ms%n",
                Instant.now().truncatedTo(ChronoUnit.MILLIS), call.method(), route, status, milliseconds);
    }

    /** The port that it listens at. */
    public int port() {
        return server.port();
    }

    /** All that it answers: methods with addresses, such as {@code GET /api/v1/fusions/{id}}. */
    Set<String> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(route -> route.path.startsWith("/"))
                .map(route -> route.method.name() + " " + route.path)
                .collect(Collectors.toSet());
    }

    /** Jetty's own waiting was seen to end while an answer was being written. */
    private void awaitLastAnswers() throws InterruptedException {
        long end = System.nanoTime() + LAST_ANSWERS.toNanos();
        while (calls.getRequestsActive() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
    }

    /** Refuses new work, finishes what runs for at most 30 seconds, and removes all images. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            work.stop(LONGEST_STOP);
            awaitLastAnswers();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            server.stop();
        } catch (JavalinException e) {
            log.println("a call had no end: " + OneLine.of(e.toString()));
        } finally {
            clock.shutdownNow();
            folder.close();
        }
    }
}

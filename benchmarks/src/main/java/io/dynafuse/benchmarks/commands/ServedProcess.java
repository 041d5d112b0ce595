package io.dynafuse.benchmarks.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** {@code dynafuse serve} as a process of its own on the loopback, and clients that call it. */
final class ServedProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 60;
    private static final long MILLISECONDS_BETWEEN_LOOKS = 5;
    /** Twice as long as the service waits before it gives memory back. */
    private static final long SECONDS_OF_REST = 10;

    private final Process process;
    private final URI address;
    private final double secondsUntilFirstPage;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Starts it, and waits until it is ready. */
    ServedProcess(Version version) throws IOException, InterruptedException {
        int port = freePort();
        address = URI.create("http://127.0.0.1:" + port);
        long start = System.nanoTime();
        process = new ProcessBuilder(version.launcher(), "serve", "--port", Integer.toString(port))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            await("/");
            secondsUntilFirstPage = secondsSince(start);
            await("/health/ready");
        } catch (IOException | InterruptedException | IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void await(String path) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (status(path) != ServedCall.DONE) {
            if (!process.isAlive() || secondsSince(start) > START_SECONDS) {
                throw new IllegalStateException("the service did not start; ./dynafuse serve says why");
            }
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
        }
    }

    private int status(String path) throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(address.resolve(path))).statusCode();
        } catch (IOException e) {
            // It does not listen yet.
            return 0;
        }
    }

    /** From the start of the process to the first page that was answered. */
    double secondsUntilFirstPage() {
        return secondsUntilFirstPage;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(LONGEST).build(), BodyHandlers.ofByteArray());
    }

    /** Has a scene fused, which is then deleted. */
    ServedCall fuse(ServedScene scene) throws InterruptedException {
        long start = System.nanoTime();
        try {
            HttpResponse<byte[]> answer = send(call(scene));
            double seconds = secondsSince(start);
            answer.headers().firstValue("content-location").ifPresent(this::delete);
            answer.headers().firstValue("retry-after").ifPresent(ServedProcess::waitSeconds);
            return new ServedCall(scene.size(), answer.statusCode(), seconds);
        } catch (IOException e) {
            return new ServedCall(scene.size(), 0, secondsSince(start));
        }
    }

    private HttpRequest.Builder call(ServedScene scene) {
        return HttpRequest.newBuilder(address.resolve("/api/v1/fusions"))
                .header("Content-Type", ServedScene.CONTENT_TYPE)
                .header("Prefer", "wait=60")
                .POST(BodyPublishers.ofByteArray(scene.form()));
    }

    private void delete(String fusion) {
        try {
            send(HttpRequest.newBuilder(address.resolve(fusion)).DELETE());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitSeconds(String seconds) {
        try {
            TimeUnit.SECONDS.sleep(Long.parseLong(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls by several clients at once for some time, each with the next scene as soon as it has an answer. */
    List<ServedCall> fuseFor(int seconds, int clients, List<ServedScene> scenes) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        AtomicInteger next = new AtomicInteger();
        return atOnce(clients, () -> {
            List<ServedCall> calls = new ArrayList<>();
            while (System.nanoTime() < end) {
                calls.add(fuse(scenes.get(next.getAndIncrement() % scenes.size())));
            }
            return calls;
        });
    }

    /** So many calls by several clients at once. */
    List<ServedCall> fuseAll(int count, int clients, List<ServedScene> scenes) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        return atOnce(clients, () -> {
            List<ServedCall> calls = new ArrayList<>();
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                calls.add(fuse(scenes.get(i % scenes.size())));
            }
            return calls;
        });
    }

    private static List<ServedCall> atOnce(int clients, Callable<List<ServedCall>> client) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<ServedCall> calls = new ArrayList<>();
            for (Future<List<ServedCall>> each : threads.invokeAll(
                    Stream.generate(() -> client).limit(clients).toList())) {
                calls.addAll(each.get());
            }
            return calls;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * The resident memory of the process in bytes, once it has rested and given back what it does not need.
     *
     * @throws IOException if there is no {@code /proc}
     */
    long residentBytes() throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SECONDS_OF_REST);
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the service has ended"));
        }
    }

    /** Ends it as a system does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}

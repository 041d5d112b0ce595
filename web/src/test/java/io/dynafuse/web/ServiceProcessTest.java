package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service leaves that is killed or ended, and what it does when the disk is full. */
class ServiceProcessTest {
    private static final byte[] IMAGE = Samples.png(250, 200);
    private static final String SLOW =
            "{\"checkpoint\":\"ifcnn-exposure\",\"space\":\"features\",\"reference\":\"fused\",\"iterations\":8}";

    @TempDir
    Path folder;

    private record Running(Process process, Client client) implements AutoCloseable {
        /** @param before a program that starts it, with its options; none if it is started by itself */
        static Running start(Path temporary, String... before) throws IOException {
            List<String> command = new ArrayList<>(List.of(before));
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServiceProgram.class.getName(),
                    temporary.toString()));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader printed = process.inputReader();
            String port = printed.readLine();
            assertThat(port).as("the port of the service").isNotNull();
            return new Running(process, new Client(URI.create("http://127.0.0.1:" + port), Contract.read()));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private List<Path> leftOvers() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !path.equals(folder)).toList();
        }
    }

    @Test
    void theNextServiceRemovesWhatAKilledOneLeft() throws Exception {
        try (Running killed = Running.start(folder)) {
            for (int i = 0; i < 3; i++) {
                killed.client().begin(Form.of(IMAGE, IMAGE).settings(SLOW));
            }
            killed.process().destroyForcibly().waitFor();
        }
        assertThat(leftOvers()).hasSizeGreaterThan(3);
        try (Running next = Running.start(folder)) {
            assertThat(leftOvers().stream().filter(path -> path.getParent().equals(folder)))
                    .hasSize(1);
            next.client().requireAlive();
            next.process().destroy();
            assertThat(next.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(leftOvers()).isEmpty();
    }

    @Test
    void aServiceThatIsEndedFinishesWhatRuns() throws Exception {
        try (Running service = Running.start(folder)) {
            Client client = service.client();
            client.requireAlive();
            CompletableFuture<Answer> running = CompletableFuture.supplyAsync(
                    () -> client.post("/api/v1/fusions", Form.of(IMAGE, IMAGE).settings(SLOW)));
            while (!client.get("/metrics").text().contains("dynafuse_running 1")) {
                Thread.sleep(20);
            }
            service.process().destroy();
            Answer finished = running.get(1, TimeUnit.MINUTES);
            assertThat(finished.status()).as(finished.toString()).isEqualTo(200);
            assertThat(service.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(leftOvers()).isEmpty();
    }

    /** On a disk of two megabytes in memory, which Linux lets everybody mount for a process of his own. */
    @Test
    void aFullDiskIsSaidToBeFullAndHarmsNothing() throws Exception {
        String[] mounted = {
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "folder=$1 && shift && mount -t tmpfs -o size=2m tmpfs \"$folder\" && exec \"$@\"",
            "sh",
            folder.toString()
        };
        assumeTrue(canMount(mounted), "skipped: no file system can be mounted here");
        try (Running service = Running.start(folder, mounted)) {
            Client client = service.client();
            client.requireAlive();
            Form large = Form.of(Samples.png(1000, 800), Samples.png(1000, 800)).settings("{\"depth\":\"16\"}");
            for (String path : List.of("/api/v1/fusions", "/api/v1/fusions", "/api/v1/fusions")) {
                Answer answer = client.post(path, large);
                assertThat(answer.status()).as(answer.toString()).isEqualTo(507);
            }
            // What did not find room is gone, and there is some again.
            client.requireAlive();
        }
    }

    private static boolean canMount(String... mounted) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(mounted));
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            // There is no such program.
            return false;
        }
    }
}

package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Work that is more than there is room or time for, and the end of a service while there is some. */
class StoppingTest {
    /** Takes a second or so with {@link #SLOW}. */
    private static final byte[] IMAGE = Samples.png(500, 400);

    private static final String SLOW =
            "{\"checkpoint\":\"ifcnn-exposure\",\"space\":\"features\",\"reference\":\"fused\",\"iterations\":8}";

    private static Form slow() {
        return Form.of(IMAGE, IMAGE).settings(SLOW);
    }

    @Test
    void aFullQueueRefusesAndIsLaterOpenAgain() throws IOException {
        try (TestService service =
                TestService.start(limits -> limits.withQueue(2).withUpload(10_000_000))) {
            Client client = service.client();
            Client hurried = client.with("Prefer", "respond-async");
            List<Answer> answers = IntStream.range(0, 8)
                    .mapToObj(i -> hurried.post("/api/v1/fusions", slow()))
                    .toList();
            assertThat(answers)
                    .extracting(Answer::status)
                    .containsOnly(202, 429)
                    .contains(202, 429);
            Answer busy = answers.stream()
                    .filter(answer -> answer.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(Integer.parseInt(busy.header("retry-after").orElseThrow()))
                    .isBetween(1, 600);
            List<String> addresses = answers.stream()
                    .flatMap(answer -> answer.header("location").stream())
                    .toList();
            // Two that wait, one that runs, and one more if that had ended before the last was sent.
            assertThat(addresses).hasSizeBetween(2, 5);
            addresses.forEach(address -> client.delete(address));
            client.requireAlive();
        }
    }

    @Test
    void aFusionThatIsDeletedMakesRoomAtOnce() throws IOException {
        try (TestService service = TestService.start(limits -> limits.withUpload(10_000_000))) {
            Client client = service.client();
            List<String> addresses =
                    IntStream.range(0, 6).mapToObj(i -> client.begin(slow())).toList();
            assertThat(client.get(addresses.get(5) + "/image").status()).isEqualTo(409);
            assertThat(client.get(addresses.get(5)).value("state")).isEqualTo("queued");
            assertThat(client.get(addresses.get(5)).json().get("ahead").asInt()).isPositive();
            for (String address : addresses) {
                assertThat(client.delete(address).status()).isEqualTo(204);
                assertThat(client.get(address).status()).isEqualTo(404);
            }
            client.requireAlive();
        }
    }

    @Test
    void aFusionThatTakesTooLongIsEnded() throws IOException {
        try (TestService service =
                TestService.start(limits -> limits.withUpload(10_000_000).withJobTime(Duration.ofMillis(100)))) {
            Client client = service.client();
            String address = client.begin(slow());
            Answer fusion = client.end(address);
            assertThat(fusion.value("state")).as(fusion.toString()).isEqualTo("failed");
            assertThat(fusion.json().at("/problem/detail").asText()).isNotBlank();
            assertThat(client.get(address + "/image").status()).isEqualTo(409);
        }
    }

    @Test
    void whatRunsIsFinishedAndNothingNewIsTaken() throws Exception {
        TestService service = TestService.start(limits -> limits.withUpload(10_000_000));
        try (service) {
            Client client = service.client();
            client.requireAlive();
            CompletableFuture<Answer> running =
                    CompletableFuture.supplyAsync(() -> client.post("/api/v1/fusions", slow()));
            waitForRunning(client);
            // Both over connections of before, as new ones need not be taken.
            try (RawCall open = service.call();
                    RawCall upload = service.call()) {
                CompletableFuture<Void> stopping = CompletableFuture.runAsync(service::stop);
                Answer ready = ask(open, service);
                while (ready.status() == 200 && !running.isDone()) {
                    ready = ask(open, service);
                }
                assertThat(ready.status()).isEqualTo(503);
                byte[] body = Form.of(Samples.png(16, 12), Samples.png(16, 12)).bytes();
                upload.head(
                                "POST /api/v1/fusions HTTP/1.1",
                                "Host: 127.0.0.1:" + service.port(),
                                "Content-Type: " + Form.TYPE,
                                "Content-Length: " + body.length)
                        .send(body);
                assertThat(service.hold("POST", "/api/v1/fusions", upload.answer())
                                .status())
                        .isEqualTo(503);
                Answer finished = running.get(1, TimeUnit.MINUTES);
                assertThat(finished.status()).as(finished.toString()).isEqualTo(200);
                stopping.get(1, TimeUnit.MINUTES);
            }
        }
    }

    private static Answer ask(RawCall open, TestService service) throws IOException {
        open.head("GET /health/ready HTTP/1.1", "Host: 127.0.0.1:" + service.port());
        return service.hold("GET", "/health/ready", open.answer());
    }

    private static void waitForRunning(Client client) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (client.get("/metrics")
                    .text()
                    .lines()
                    .anyMatch(line -> line.matches("dynafuse_\\w*running\\w* 1(\\.0)?"))) {
                return;
            }
            Thread.sleep(20);
        }
    }

    @Test
    void closingTwiceIsAsGoodAsOnce() throws IOException {
        TestService service = TestService.start(limits -> limits);
        service.stop();
        service.close();
    }

    @Test
    void aPortThatIsTakenIsToldInOneLine() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            ServiceSettings settings = TestService.Limits.SMALL.in(service.temporary());
            ServiceSettings same = new ServiceSettings(
                    settings.host(),
                    service.port(),
                    settings.token(),
                    settings.maximumUpload(),
                    settings.maximumMegapixels(),
                    settings.queue(),
                    settings.workers(),
                    settings.threads(),
                    settings.checkpoints(),
                    settings.kept(),
                    settings.jobTime(),
                    settings.temporary());
            List<Path> before = service.leftOvers();
            assertThatThrownBy(() -> TestService.serve(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("" + service.port());
            assertThat(service.leftOvers()).isEqualTo(before);
        }
    }
}

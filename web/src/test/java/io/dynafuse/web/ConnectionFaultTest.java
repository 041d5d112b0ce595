package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that stall or go away: what they took is free again, and others are served meanwhile. */
class ConnectionFaultTest {
    private static final byte[] IMAGE = Samples.png(160, 120);

    private static TestService service;

    @BeforeAll
    static void start() throws IOException {
        service = TestService.start(limits -> limits);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void isAlive() {
        service.client().requireAlive();
    }

    private static String[] head(int length) {
        return new String[] {
            "POST /api/v1/fusions HTTP/1.1",
            "Host: 127.0.0.1:" + service.port(),
            "Content-Type: " + Form.TYPE,
            "Content-Length: " + length
        };
    }

    /** Sends the first half of a call. */
    private static RawCall half() throws IOException {
        byte[] body = Form.of(IMAGE, IMAGE).bytes();
        return service.call().head(head(body.length)).send(Arrays.copyOf(body, body.length / 2));
    }

    @Test
    void clientsThatStallHoldUpNobody() throws IOException {
        List<RawCall> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                stalled.add(half());
                stalled.add(service.call().head("GET / HTTP/1.1").send(new byte[] {'H', 'o'}));
                stalled.add(service.call().send(new byte[] {'P', 'O', 'S'}));
                stalled.add(service.call());
            }
            service.client().requireAlive();
        } finally {
            for (RawCall call : stalled) {
                call.close();
            }
        }
    }

    @Test
    void theRestOfAStalledUploadIsStillTaken() throws Exception {
        byte[] body = Form.of(IMAGE, IMAGE).bytes();
        try (RawCall call = service.call().head(head(body.length))) {
            for (int i = 0; i < body.length; i += body.length / 4 + 1) {
                Thread.sleep(200);
                call.send(Arrays.copyOfRange(body, i, Math.min(body.length, i + body.length / 4 + 1)));
            }
            assertThat(service.hold("POST", "/api/v1/fusions", call.answer()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatCameOfADroppedUploadIsRemoved() throws Exception {
        service.client().requireAlive();
        List<Path> before = service.leftOvers();
        for (int i = 0; i < 60; i++) {
            half().close();
        }
        waitUntilSameAs(before);
    }

    private static void waitUntilSameAs(List<Path> before) throws Exception {
        for (int i = 0; i < 100 && !service.leftOvers().equals(before); i++) {
            Thread.sleep(100);
        }
        assertThat(service.leftOvers()).isEqualTo(before);
    }

    /** The client is gone before there is an answer: one that was large, and one that comes bit by bit. */
    @Test
    void clientsThatDoNotWaitForTheirAnswerHarmNobody() throws IOException {
        byte[] body = Form.of(IMAGE, IMAGE).bytes();
        for (int i = 0; i < 10; i++) {
            service.call().head(head(body.length)).send(body).close();
        }
        String address = service.client().begin(Form.of(IMAGE, IMAGE));
        for (int i = 0; i < 20; i++) {
            service.call()
                    .head("GET " + address + "/events HTTP/1.1", "Host: 127.0.0.1:" + service.port())
                    .close();
        }
        assertThat(service.client().end(address).value("state")).isEqualTo("done");
    }

    /** Twice as many as the service has threads for. */
    @Test
    void clientsThatListenHoldUpNobody() throws IOException {
        List<RawCall> listening = new ArrayList<>();
        Client client = service.client();
        try {
            String address = client.begin(Form.of(Samples.png(1000, 800), Samples.png(1000, 800)));
            for (int i = 0; i < 300; i++) {
                listening.add(service.call()
                        .head("GET " + address + "/events HTTP/1.1", "Host: 127.0.0.1:" + service.port()));
            }
            assertThat(client.get("/health/live").status()).isEqualTo(200);
            client.requireAlive();
            assertThat(client.end(address).value("state")).isEqualTo("done");
        } finally {
            for (RawCall call : listening) {
                call.close();
            }
        }
    }

    /** A client that sends all before it looks for an answer would find the connection closed. */
    @Test
    void clientsThatAreRefusedSeeWhy() throws IOException {
        byte[] body = new byte[2_500_000];
        for (int i = 0; i < 5; i++) {
            try (RawCall call = service.call()) {
                call.head(
                                "POST /api/v1/fusions HTTP/1.1",
                                "Host: 127.0.0.1:" + service.port(),
                                "Content-Type: text/plain",
                                "Content-Length: " + body.length)
                        .send(body);
                assertThat(service.hold("POST", "/api/v1/fusions", call.answer())
                                .status())
                        .isEqualTo(415);
            }
        }
    }

    @Test
    void whatComesBehindACallIsNoPartOfIt() throws IOException {
        byte[] body = Form.of(IMAGE, IMAGE).bytes();
        try (RawCall call = service.call()) {
            call.head(head(body.length))
                    .send(body)
                    .head("GET /health/live HTTP/1.1", "Host: 127.0.0.1:" + service.port());
            assertThat(service.hold("POST", "/api/v1/fusions", call.answer()).status())
                    .isEqualTo(200);
            assertThat(service.hold("GET", "/health/live", call.answer()).status())
                    .isEqualTo(200);
        }
    }
}

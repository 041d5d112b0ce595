package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls from pages of other sites, by other names of the service, and without its token. */
class StrangerTest {
    private static final byte[] IMAGE = Samples.png(16, 12);

    private static TestService open;
    private static TestService guarded;

    @BeforeAll
    static void start() throws IOException {
        open = TestService.start(limits -> limits);
        guarded = TestService.start(TestService.Limits::withToken);
    }

    @AfterAll
    static void stop() {
        open.close();
        guarded.close();
    }

    @AfterEach
    void isAlive() {
        open.client().requireAlive();
        guarded.clientWithToken().requireAlive();
    }

    private static Answer withHost(String path, String... host) throws IOException {
        try (RawCall call = open.call()) {
            call.head("GET " + path + " HTTP/1.1", String.join("\r\n", host));
            return open.hold("GET", path, call.answer());
        }
    }

    /** As a page of another site would call, whose name was made to lead to this machine. */
    @Test
    void byNamesOfStrangersNothingIsAnswered() throws IOException {
        for (String host : List.of(
                "dynafuse.example.com",
                "127.0.0.1.example.com:" + open.port(),
                "localhost.example.com",
                "10.0.0.1:" + open.port(),
                "[::2]:" + open.port(),
                "\u0000",
                "")) {
            for (String path : List.of("/", "/api/v1/networks", "/health/live", "/metrics", "/unknown")) {
                Answer answer = withHost(path, "Host: " + host);
                assertThat(answer.status()).as(host + " " + path).isIn(400, 403);
            }
        }
    }

    @Test
    void byItsOwnNamesItAnswers() throws IOException {
        for (String host :
                List.of("127.0.0.1:" + open.port(), "localhost:" + open.port(), "LOCALHOST:" + open.port())) {
            assertThat(withHost("/health/live", "Host: " + host, "Connection: close")
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void pagesOfOtherSitesMayNotCall() {
        String own = open.address().toString();
        Form form = Form.of(IMAGE, IMAGE);
        for (String origin : List.of(
                "https://example.com",
                "null",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                own + ".example.com",
                "file://")) {
            Client stranger = open.client().with("Origin", origin);
            assertThat(stranger.post("/api/v1/fusions", form).status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(stranger.get("/api/v1/networks").status()).as(origin).isEqualTo(403);
            assertThat(stranger.delete("/api/v1/scenes/" + "A".repeat(22)).status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(stranger.with("Access-Control-Request-Method", "POST")
                            .send("OPTIONS", "/api/v1/fusions", BodyPublishers.noBody())
                            .status())
                    .as(origin)
                    .isGreaterThanOrEqualTo(400);
        }
        assertThat(open.client()
                        .with("Origin", own)
                        .post("/api/v1/fusions", form)
                        .status())
                .isEqualTo(200);
        // Browsers say this even where they send no origin, as with images of other sites' pages.
        Client embedded = open.client().with("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors");
        assertThat(embedded.get("/api/v1/networks").status()).isEqualTo(403);
    }

    @Test
    void withoutTheTokenNothingButHealthIsAnswered() {
        for (String header : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer " + TestService.TOKEN + "x",
                "Bearer " + TestService.TOKEN.substring(1),
                "Basic " + TestService.TOKEN,
                TestService.TOKEN)) {
            Client stranger =
                    header.isEmpty() ? guarded.client() : guarded.client().with("Authorization", header);
            for (String path : List.of("/api/v1/networks", "/metrics", "/api/v1/fusions/" + "A".repeat(22))) {
                Answer answer = stranger.get(path);
                assertThat(answer.status()).as(header + " " + path).isEqualTo(401);
                assertThat(answer.header("www-authenticate"))
                        .as(header)
                        .hasValueSatisfying(scheme -> assertThat(scheme).startsWith("Bearer"));
                assertThat(answer.text()).doesNotContain(TestService.TOKEN);
            }
            assertThat(stranger.post("/api/v1/fusions", Form.of(IMAGE, IMAGE)).status())
                    .isEqualTo(401);
            assertThat(stranger.get("/health/live").status()).isEqualTo(200);
            assertThat(stranger.get("/health/ready").status()).isIn(200, 503);
        }
        assertThat(guarded.client()
                        .get("/api/v1/networks?token=" + TestService.TOKEN)
                        .status())
                .isEqualTo(401);
        assertThat(guarded.clientWithToken().get("/api/v1/networks").status()).isEqualTo(200);
        assertThat(guarded.log()).doesNotContain(TestService.TOKEN);
    }

    /** A large body is not read before the token was. */
    @Test
    void withoutTheTokenNothingIsReceived() throws IOException {
        try (RawCall call = guarded.call()) {
            call.head(
                    "POST /api/v1/fusions HTTP/1.1",
                    "Host: 127.0.0.1:" + guarded.port(),
                    "Content-Type: " + Form.TYPE,
                    "Content-Length: 900000");
            assertThat(guarded.hold("POST", "/api/v1/fusions", call.answer()).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void addressesThatAreNotThereAreNotFound() {
        for (String id : List.of("A".repeat(22), "a", "..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "x".repeat(3000))) {
            for (String rest : List.of("", "/image", "/view", "/preview", "/weights/1", "/report", "/events")) {
                Answer answer = open.client().get("/api/v1/fusions/" + id + rest);
                assertThat(answer.status()).as(id + rest + " " + answer).isIn(400, 404);
                assertThat(answer.text()).doesNotContain("passwd");
            }
            assertThat(open.client().delete("/api/v1/fusions/" + id).status())
                    .as(id)
                    .isIn(400, 404);
            assertThat(open.client().get("/api/v1/scenes/" + id).status())
                    .as(id)
                    .isIn(400, 404);
        }
    }

    /** Files beside those of the page, by all the ways that others have been tricked. */
    @Test
    void noFileIsReachedByAnAddress() throws IOException {
        for (String path : List.of(
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2f..%2fetc%2fpasswd",
                "/%252e%252e%252fetc%252fpasswd",
                "/..;/..;/etc/passwd",
                "/..%5c..%5cetc%5cpasswd",
                "//etc/passwd",
                "/webjars/../../../etc/passwd",
                "/api/v1/examples/..%2f..%2fopenapi.yaml/1",
                "/io/dynafuse/web/Service.class",
                "/Service.class",
                "/META-INF/MANIFEST.MF",
                "/WEB-INF/web.xml",
                "/%00",
                "/a%00.js",
                "/" + "a/".repeat(2000))) {
            Answer answer = withHost(path, "Host: 127.0.0.1:" + open.port(), "Connection: close");
            assertThat(answer.status()).as(path + " " + answer).isIn(400, 404, 414);
            assertThat(answer.text()).as(path).doesNotContain("root:");
        }
    }

    @Test
    void otherMethodsAreRefused() {
        for (String method : List.of("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "NONSENSE")) {
            for (String path : List.of("/", "/api/v1/networks", "/api/v1/fusions", "/health/live", "/unknown")) {
                Answer answer = open.client().send(method, path, BodyPublishers.noBody());
                assertThat(answer.status())
                        .as(method + " " + path + " " + answer)
                        .isIn(400, 404, 405, 501);
            }
        }
        assertThat(open.client().get("/api/v1/tasks/guess").status()).isIn(404, 405);
    }

    /** What is wrong before it is a call: the server itself refuses it, and says nothing of itself. */
    @Test
    void whatIsNoCallIsRefused() throws IOException {
        String host = "Host: 127.0.0.1:" + open.port();
        for (List<String> head : List.of(
                List.of("nonsense"),
                List.of("GET / HTTP/9.9", host),
                List.of("GET / HTTP/1.1"),
                List.of("GET / HTTP/1.1", host, host),
                List.of("GET / HTTP/1.1", host, "X: " + "x".repeat(100_000)),
                List.of("GET /" + "x".repeat(100_000) + " HTTP/1.1", host),
                List.of("GET / HTTP/1.1", host, "no colon"),
                List.of("POST /api/v1/fusions HTTP/1.1", host, "Content-Length: -1"),
                List.of("POST /api/v1/fusions HTTP/1.1", host, "Content-Length: 5", "Content-Length: 6"),
                List.of("POST /api/v1/fusions HTTP/1.1", host, "Content-Length: 5", "Transfer-Encoding: chunked"))) {
            try (RawCall call = open.call()) {
                call.head(head.toArray(String[]::new));
                Answer answer = call.answer();
                assertThat(answer.status()).as(head.get(0)).isBetween(400, 505);
                assertThat(answer.headers().toString().toLowerCase())
                        .doesNotContain("jetty")
                        .doesNotContain("javalin");
                assertThat(answer.text().toLowerCase()).doesNotContain("jetty").doesNotContain("<html");
            }
        }
    }
}

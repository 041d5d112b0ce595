package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The service keeps to its contract, and nothing stands there that does not happen. */
class ContractTest {
    private static final String FUSIONS = "/api/v1/fusions";
    private static final String GUESS = "/api/v1/tasks/guess";
    private static final String METRICS = "/api/v1/metrics";
    private static final String NOBODY = "A".repeat(22);
    private static final byte[] IMAGE = Samples.png(16, 12);
    /** Large enough for a preview. */
    private static final byte[] LARGE = Samples.png(900, 700);
    /** Takes long enough with {@link #SLOW} to be asked for while it runs. */
    private static final byte[] MIDDLE = Samples.png(400, 300);

    private static final String SLOW =
            "{\"checkpoint\":\"ifcnn-exposure\",\"space\":\"features\",\"reference\":\"fused\",\"iterations\":8,\"weights\":true,\"preview\":true}";

    @Test
    void theContractIsOpenApi31() {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(Contract.file(), List.of(), options);
        assertThat(parsed.getMessages()).isEmpty();
        OpenAPI description = parsed.getOpenAPI();
        assertThat(description.getOpenapi()).startsWith("3.1");
        // The same by another reader, so that none of the contract is overlooked here.
        Set<String> routes = new TreeSet<>();
        description
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> routes.add(method + " " + path)));
        assertThat(Contract.read().routes()).isEqualTo(routes).hasSizeGreaterThan(20);
    }

    @Test
    void operationsHaveNamesOfTheirOwn() {
        List<String> names = new OpenAPIV3Parser()
                .readContents(Contract.file()).getOpenAPI().getPaths().values().stream()
                        .flatMap(path -> path.readOperations().stream())
                        .map(operation -> operation.getOperationId())
                        .toList();
        assertThat(names).doesNotContainNull().doesNotHaveDuplicates();
    }

    /** Beside the contract there is the page alone. */
    @Test
    void theContractHasEveryRouteAndNoOther() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Set<String> routes = new TreeSet<>(service.routes());
            routes.removeIf(route -> route.matches("GET /(|docs/?|page/\\{file}|webjars/.*)"));
            assertThat(routes).isEqualTo(Contract.read().routes());
        }
    }

    @Test
    void theContractIsServedAsItIs() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            assertThat(service.client().get("/api/v1/openapi.yaml").text()).isEqualTo(Contract.file());
        }
    }

    /**
     * Every status that is declared happens, and nothing that is not declared; {@link Client} holds each answer to the contract. A full disk is missing, which takes a
     * process of its own.
     */
    @Test
    void everyDeclaredStatusHappens() throws Exception {
        Contract contract = Contract.read();
        try (TestService service = TestService.start(limits -> limits, contract)) {
            // Half a minute passes until these are given up.
            Map<String, RawCall> stalled = stall(service);
            askForWhatThereIs(service.client());
            askForWhatThereIsNot(service.client());
            sendWhatIsWrong(service);
            comeFromElsewhere(service.client().with("Origin", "https://example.com"), contract);
            comeWithoutToken(contract);
            askForTooMuch(contract);
            askForWhatTakesTooLong(contract);
            deleteWhatIsWaitedFor(service.client());
            askWhileItStops(contract);
            requireTimeouts(service, stalled);
        }
        Set<String> missing = new TreeSet<>(contract.statuses());
        missing.removeAll(contract.seen());
        missing.removeIf(status -> status.endsWith(" 507"));
        assertThat(missing).isEmpty();
    }

    private static void askForWhatThereIs(Client client) {
        Answer choices = client.get("/api/v1/networks");
        assertThat(choices.status()).isEqualTo(200);
        for (String path : List.of("/api/v1/examples", "/api/v1/openapi.yaml", "/health/live", "/metrics")) {
            assertThat(client.get(path).status()).as(path).isEqualTo(200);
        }
        client.get("/api/v1/examples")
                .json()
                .forEach(example -> IntStream.rangeClosed(
                                1, example.get("sources").size())
                        .forEach(m -> assertThat(client.get("/api/v1/examples/"
                                                + example.get("name").asText() + "/" + m)
                                        .status())
                                .isEqualTo(200)));
        Answer scene = client.post(GUESS, Form.of(IMAGE, IMAGE));
        String kept = "/api/v1/scenes/" + scene.value("id");
        assertThat(client.get(kept).json()).isEqualTo(scene.json());
        assertThat(client.get(kept + "/sources/1").status()).isEqualTo(200);
        // The engine is loaded by the first fusion at the latest.
        client.requireAlive();
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
        fuse(client, scene.value("id"));
        assertThat(client.delete(kept).status()).isEqualTo(204);
    }

    private static void fuse(Client client, String scene) {
        String fusion = client.begin(Form.of(LARGE, LARGE).settings("{\"weights\":true,\"preview\":true}"));
        Answer done = client.end(fusion);
        assertThat(done.value("state")).as(done.toString()).isEqualTo("done");
        for (String part :
                List.of("/image", "/view", "/preview", "/weights/1", "/weights/2?coloured=true", "/report")) {
            assertThat(client.get(fusion + part).status()).as(part).isEqualTo(200);
        }
        assertThat(client.postJson(METRICS, "{\"fusion\":\"" + done.value("id") + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(client.post(METRICS, measured().field("metrics", "EN,MI"))
                        .json()
                        .get("scores"))
                .hasSize(2);
        for (String format : List.of("png", "jpg", "tif", "pfm")) {
            Answer answer = client.postJson(
                    FUSIONS, "{\"scene\":\"" + scene + "\",\"settings\":{\"format\":\"" + format + "\"}}");
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(client.get(answer.header("content-location").orElseThrow() + "/image")
                            .body())
                    .as(format)
                    .isEqualTo(answer.body());
        }
        assertThat(client.delete(fusion).status()).isEqualTo(204);
    }

    private static Form measured() {
        return new Form()
                .file("fused", "f.png", "image/png", IMAGE)
                .file("sources", "a.png", "image/png", IMAGE)
                .file("sources", "b.png", "image/png", IMAGE);
    }

    private static void askForWhatThereIsNot(Client client) {
        for (String part : List.of("", "/image", "/view", "/preview", "/weights/1", "/report", "/events")) {
            assertThat(client.get(FUSIONS + "/" + NOBODY + part).status())
                    .as(part)
                    .isEqualTo(404);
        }
        assertThat(client.delete(FUSIONS + "/" + NOBODY).status()).isEqualTo(404);
        assertThat(client.get("/api/v1/scenes/" + NOBODY).status()).isEqualTo(404);
        assertThat(client.delete("/api/v1/scenes/" + NOBODY).status()).isEqualTo(404);
        assertThat(client.get("/api/v1/scenes/" + NOBODY + "/sources/1").status())
                .isEqualTo(404);
        assertThat(client.get("/api/v1/examples/none/1").status()).isEqualTo(404);
        assertThat(client.get("/api/v1/examples/multi-focus/none").status()).isEqualTo(400);
        assertThat(client.postJson(FUSIONS, "{\"scene\":\"" + NOBODY + "\"}").status())
                .isEqualTo(404);
        assertThat(client.postJson(METRICS, "{\"fusion\":\"" + NOBODY + "\"}").status())
                .isEqualTo(404);
    }

    private static void sendWhatIsWrong(TestService service) {
        Client client = service.client();
        Form large = Form.of(new byte[3_000_000], IMAGE);
        for (String path : List.of(FUSIONS, GUESS, METRICS)) {
            assertThat(client.post(path, Form.TYPE, new byte[0]).status()).isEqualTo(400);
            assertThat(client.post(path, large).status()).isEqualTo(413);
            assertThat(client.post(path, "text/plain", IMAGE).status()).isEqualTo(415);
        }
        assertThat(client.post(FUSIONS, Form.of(IMAGE)).status()).isEqualTo(422);
        assertThat(client.post(GUESS, Form.of(IMAGE)).status()).isEqualTo(422);
        assertThat(client.post(METRICS, measured().field("metrics", "none")).status())
                .isEqualTo(422);
        Answer scene = client.post(GUESS, Form.of(IMAGE, IMAGE));
        assertThat(client.get("/api/v1/scenes/" + scene.value("id") + "/sources/none")
                        .status())
                .isEqualTo(400);
        String fusion = client.begin(Form.of(IMAGE, IMAGE));
        client.end(fusion);
        assertThat(client.get(fusion + "/weights/none").status()).isEqualTo(400);
    }

    /** Calls that do not go on, as long as their answers are not asked for. */
    private static Map<String, RawCall> stall(TestService service) throws IOException {
        Map<String, RawCall> calls = new LinkedHashMap<>();
        for (String path : List.of(FUSIONS, GUESS, METRICS)) {
            calls.put(
                    path,
                    service.call()
                            .head(
                                    "POST " + path + " HTTP/1.1",
                                    "Host: 127.0.0.1:" + service.port(),
                                    "Content-Type: " + Form.TYPE,
                                    "Content-Length: 100000")
                            .send(Form.of(IMAGE).unfinished()));
        }
        return calls;
    }

    private static void requireTimeouts(TestService service, Map<String, RawCall> calls) throws IOException {
        for (String path : calls.keySet()) {
            try (RawCall call = calls.get(path)) {
                assertThat(service.hold("POST", path, call.answer()).status())
                        .as(path)
                        .isEqualTo(408);
            }
        }
    }

    /** Every route of the contract, whatever else would be wrong: as a page of another site, or without the token. */
    private static void comeFromElsewhere(Client client, Contract contract) {
        for (String route : contract.routes()) {
            String[] words = route.split(" ");
            String path = words[1].replace("{id}", NOBODY)
                    .replace("{name}", "multi-focus")
                    .replace("{m}", "1");
            switch (words[0]) {
                case "GET" -> client.get(path);
                case "DELETE" -> client.delete(path);
                default -> client.post(path, Form.of(IMAGE, IMAGE));
            }
        }
    }

    private static void comeWithoutToken(Contract contract) throws IOException {
        try (TestService service = TestService.start(TestService.Limits::withToken, contract)) {
            comeFromElsewhere(service.client(), contract);
        }
    }

    private static void askForTooMuch(Contract contract) throws IOException {
        try (TestService service = TestService.start(limits -> limits.withQueue(1), contract)) {
            askForTooMuch(service.client());
        }
    }

    private static void askForTooMuch(Client client) {
        client.requireAlive();
        Client hurried = client.with("Prefer", "respond-async");
        List<String> begun = new ArrayList<>();
        Answer last = hurried.post(FUSIONS, Form.of(MIDDLE, MIDDLE).settings(SLOW));
        while (last.status() == 202) {
            begun.add(last.header("location").orElseThrow());
            last = hurried.post(FUSIONS, Form.of(MIDDLE, MIDDLE).settings(SLOW));
        }
        assertThat(last.status()).as(last.toString()).isEqualTo(429);
        String waiting = begun.get(begun.size() - 1);
        for (String part : List.of("/image", "/view", "/preview", "/weights/1", "/report")) {
            assertThat(client.get(waiting + part).status()).as(part).isEqualTo(409);
        }
        String id = client.get(waiting).value("id");
        assertThat(client.postJson(METRICS, "{\"fusion\":\"" + id + "\"}").status())
                .isEqualTo(409);
        begun.forEach(client::delete);
        String scene =
                "/api/v1/scenes/" + client.post(GUESS, Form.of(LARGE, LARGE)).value("id");
        flood(() -> client.get(scene));
        flood(() -> client.get(scene + "/sources/1"));
        flood(() -> client.post(GUESS, Form.of(MIDDLE, MIDDLE)));
        flood(() -> client.post(METRICS, large()));
    }

    private static void askForWhatTakesTooLong(Contract contract) throws IOException {
        try (TestService service = TestService.start(limits -> limits.withJobTime(Duration.ofMillis(1)), contract)) {
            Client client = service.client();
            String address = client.begin(Form.of(LARGE, LARGE));
            String scene = "/api/v1/scenes/" + client.get(address).value("scene");
            assertThat(client.get(scene).status()).isEqualTo(503);
            assertThat(client.get(scene + "/sources/1").status()).isEqualTo(503);
        }
    }

    private static void deleteWhatIsWaitedFor(Client client) throws Exception {
        client.begin(Form.of(MIDDLE, MIDDLE).settings(SLOW));
        client.begin(Form.of(MIDDLE, MIDDLE).settings(SLOW));
        String scene = client.post(GUESS, Form.of(MIDDLE, MIDDLE)).value("id");
        String request = "{\"scene\":\"" + scene + "\",\"settings\":" + SLOW + "}";
        String begun = client.with("Prefer", "respond-async")
                .postJson(FUSIONS, request)
                .header("location")
                .orElseThrow();
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> client.postJson(FUSIONS, request));
        while (!client.get("/metrics").text().contains("dynafuse_queued 2")) {
            Thread.sleep(5);
        }
        assertThat(client.get(begun).value("state")).isEqualTo("queued");
        assertThat(client.delete("/api/v1/scenes/" + scene).status()).isEqualTo(204);
        assertThat(waiting.get(1, TimeUnit.MINUTES).status()).isEqualTo(409);
    }

    private static Form large() {
        return new Form()
                .file("fused", "f.png", "image/png", MIDDLE)
                .file("sources", "a.png", "image/png", MIDDLE)
                .file("sources", "b.png", "image/png", MIDDLE);
    }

    /** More calls at once than are worked on. */
    private static void flood(Supplier<Answer> call) {
        List<CompletableFuture<Answer>> calls = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(call, work -> new Thread(work).start()))
                .toList();
        assertThat(calls.stream().map(CompletableFuture::join))
                .extracting(Answer::status)
                .containsOnly(200, 429)
                .contains(200, 429);
    }

    private static void askWhileItStops(Contract contract) throws Exception {
        TestService service = TestService.start(
                limits -> limits.withUpload(10_000_000).withJobTime(Duration.ofSeconds(20)), contract);
        try (service;
                RawCall open = service.call()) {
            service.client().requireAlive();
            service.client().begin(Form.of(MIDDLE, MIDDLE).settings(SLOW));
            List<RawCall> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(service.call());
            }
            CompletableFuture<Void> stopping = CompletableFuture.runAsync(service::stop);
            Answer ready;
            do {
                open.head("GET /health/ready HTTP/1.1", "Host: 127.0.0.1:" + service.port());
                ready = service.hold("GET", "/health/ready", open.answer());
            } while (ready.status() == 200);
            assertThat(ready.status()).isEqualTo(503);
            for (String path : List.of(FUSIONS, GUESS, METRICS)) {
                byte[] body = (path.equals(METRICS) ? measured() : Form.of(IMAGE, IMAGE)).bytes();
                try (RawCall call = calls.remove(0)) {
                    call.head(
                                    "POST " + path + " HTTP/1.1",
                                    "Host: 127.0.0.1:" + service.port(),
                                    "Content-Type: " + Form.TYPE,
                                    "Content-Length: " + body.length)
                            .send(body);
                    assertThat(service.hold("POST", path, call.answer()).status())
                            .as(path)
                            .isEqualTo(503);
                }
            }
            stopping.get(1, TimeUnit.MINUTES);
        }
    }
}

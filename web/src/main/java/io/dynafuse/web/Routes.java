package io.dynafuse.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dynafuse.files.BindingFailure;
import io.dynafuse.files.Json;
import io.dynafuse.files.OneLine;
import io.dynafuse.image.ColouredMap;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.preparation.SourcePage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the service answers at each address, as {@code openapi.yaml} has it. */
final class Routes {
    private static final String API = "/api/v1";

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,4})(?:$|[,;\\s])");
    private static final int USUAL_WAIT = 30;
    private static final int LONGEST_WAIT = 60;

    /** So often a stream of events says that it lives, by which a client that is gone is noticed. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private static final List<Example> EXAMPLES = List.of(
            new Example("multi-focus", "multi-focus", List.of("near.png", "far.png")),
            new Example("multi-exposure", "multi-exposure", List.of("under.png", "over.png")),
            new Example("visible-infrared", "visible-infrared", List.of("visible.png", "infrared.png")),
            new Example("medical", "medical", List.of("mri.png", "ct.png")));

    private final Work work;
    private final Store store;
    private final Uploads uploads;
    private final ServiceSettings settings;
    private final Meters meters;

    Routes(Work work, Store store, Uploads uploads, ServiceSettings settings, Meters meters) {
        this.work = work;
        this.store = store;
        this.uploads = uploads;
        this.settings = settings;
        this.meters = meters;
    }

    /** A scene to try with. */
    record Example(String name, String task, List<String> sources) {}

    private record FusionRequest(String scene, Optional<Settings> settings) {}

    private record MeasureRequest(String fusion, Optional<List<String>> metrics) {}

    private record Health(String status) {}

    void register(RoutesConfig routes) {
        routes.get("/", call -> Pages.page(call, "index.html"));
        routes.get("/page/{file}", call -> Pages.page(call, call.pathParam("file")));
        routes.get("/docs", call -> Pages.page(call, "docs.html"));
        routes.get("/webjars/chart.js/chart.umd.js", Pages::chart);
        routes.get("/webjars/swagger-ui/{file}", call -> Pages.swagger(call, call.pathParam("file")));
        routes.post(API + "/fusions", this::fuse);
        routes.get(API + "/fusions/{id}", call -> json(call, 200, view(fusion(call))));
        routes.delete(API + "/fusions/{id}", call -> {
            store.remove(fusion(call));
            call.status(204);
        });
        routes.get(API + "/fusions/{id}/image", call -> image(call, fusion(call)));
        routes.get(API + "/fusions/{id}/view", call -> {
            Fusion.Made made = fusion(call).made();
            send(
                    call,
                    made.view(),
                    made.view().equals(made.file()) ? made.image().type() : "image/png");
        });
        routes.get(
                API + "/fusions/{id}/preview",
                call -> send(
                        call,
                        fusion(call)
                                .preview()
                                .orElseThrow(() -> ProblemException.of(409, "there is no preview, or not yet")),
                        "image/png"));
        routes.get(API + "/fusions/{id}/weights/{m}", this::weights);
        routes.get(
                API + "/fusions/{id}/report",
                call -> call.contentType("application/json")
                        .result(fusion(call).made().report()));
        routes.get(API + "/fusions/{id}/events", this::events);
        routes.post(API + "/tasks/guess", this::guess);
        routes.get(API + "/scenes/{id}", call -> json(call, 200, work.look(store.scene(call.pathParam("id")))));
        routes.delete(API + "/scenes/{id}", call -> {
            store.remove(store.scene(call.pathParam("id")));
            call.status(204);
        });
        routes.get(API + "/scenes/{id}/sources/{m}", this::source);
        routes.post(API + "/metrics", this::measure);
        routes.get(API + "/networks", call -> json(call, 200, work.choices()));
        routes.get(API + "/examples", call -> json(call, 200, EXAMPLES));
        routes.get(API + "/examples/{name}/{m}", this::example);
        routes.get(API + "/openapi.yaml", Pages::contract);
        routes.get("/health/live", call -> json(call, 200, new Health("live")));
        routes.get("/health/ready", call -> {
            work.requireReady();
            json(call, 200, new Health("ready"));
        });
        routes.get("/metrics", call -> call.contentType(Meters.CONTENT_TYPE).result(meters.text()));
    }

    private void fuse(Context call) throws IOException, InterruptedException {
        // Before the images are received, which may take long.
        work.requireRoom();
        Fusion fusion = Uploads.isJson(call.req()) ? ofScene(call) : ofImages(call);
        call.header("Location", API + "/fusions/" + fusion.id());
        Fusion.State state = fusion.awaitEnd(Duration.ofSeconds(wait(call)));
        if (!state.isEnd() || isForJson(call)) {
            json(call, 202, view(fusion));
        } else if (state == Fusion.State.DONE) {
            call.header("Content-Location", API + "/fusions/" + fusion.id());
            image(call, fusion);
        } else {
            throw fusion.problem()
                    .orElseGet(() -> Problem.of(409, "the fusion was deleted"))
                    .exception();
        }
    }

    private Fusion ofScene(Context call) throws IOException {
        FusionRequest request = parsed(Uploads.json(call.req()), FusionRequest.class);
        StoredScene scene = store.scene(request.scene());
        return work.begin(scene, request.settings().orElseGet(Routes::noSettings), false);
    }

    private Fusion ofImages(Context call) throws IOException {
        return received(call, Set.of("images"), Set.of("settings"), (folder, body) -> {
            Settings asked = body.text("settings").isPresent()
                    ? parsed(body.text("settings").get().getBytes(StandardCharsets.UTF_8), Settings.class)
                    : noSettings();
            StoredScene scene = scene(folder, body);
            store.add(scene);
            try {
                return work.begin(scene, asked, true);
            } catch (RuntimeException e) {
                store.remove(scene);
                throw e;
            }
        });
    }

    private StoredScene scene(Path folder, Uploads.Received body) {
        return StoredScene.of(store.newId(), folder, body.of("images"), settings.maximumMegapixels(), store.expiry());
    }

    /** What is done with what was received. */
    @FunctionalInterface
    private interface Use<T> {
        T of(Path folder, Uploads.Received body) throws IOException;
    }

    /** Receives into a folder, which goes if the call fails. */
    private <T> T received(Context call, Set<String> files, Set<String> texts, Use<T> use) throws IOException {
        Path folder = store.newFolder();
        try {
            return use.of(folder, uploads.receive(call.req(), folder, files, texts));
        } catch (IOException | RuntimeException e) {
            PrivateFolder.remove(folder);
            throw e;
        }
    }

    private static Settings noSettings() {
        try {
            return Json.parse("{}".getBytes(StandardCharsets.UTF_8), Settings.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T parsed(byte[] json, Class<T> type) throws IOException {
        try {
            return Json.parse(json, type);
        } catch (JsonProcessingException e) {
            throw ProblemException.of(400, OneLine.of(BindingFailure.words(e, "JSON")));
        }
    }

    /** The seconds that a client waits. */
    private static int wait(Context call) {
        String prefer = Optional.ofNullable(call.header("Prefer")).orElse("");
        if (prefer.contains("respond-async")) {
            return 0;
        }
        Matcher wait = WAIT.matcher(prefer);
        return wait.find() ? Math.min(LONGEST_WAIT, Integer.parseInt(wait.group(1))) : USUAL_WAIT;
    }

    private static boolean isForJson(Context call) {
        return Optional.ofNullable(call.header("Accept")).orElse("").startsWith("application/json");
    }

    private Fusion.View view(Fusion fusion) {
        return fusion.view(work.pool());
    }

    private Fusion fusion(Context call) {
        return store.fusion(call.pathParam("id"));
    }

    private static void image(Context call, Fusion fusion) throws IOException {
        Fusion.Made made = fusion.made();
        call.header(
                "Content-Disposition", "attachment; filename=\"" + made.image().name() + "\"");
        send(call, made.file(), made.image().type());
    }

    private void weights(Context call) throws IOException {
        List<Path> maps = fusion(call).made().weights();
        int m = number(call, "m");
        if (m > maps.size()) {
            throw ProblemException.of(404, "there are " + maps.size() + " maps of weights");
        }
        if ("true".equals(call.queryParam("coloured"))) {
            call.contentType("image/png").result(StoredScene.png(ColouredMap.of(ImageFiles.read(maps.get(m - 1)))));
        } else {
            send(call, maps.get(m - 1), "image/png");
        }
    }

    private void source(Context call) throws IOException {
        StoredScene scene = store.scene(call.pathParam("id"));
        int m = number(call, "m");
        if (m > scene.pages().size()) {
            throw ProblemException.of(404, "there are " + scene.pages().size() + " sources");
        }
        Optional<Integer> side = call.queryParam("side") == null
                ? Optional.empty()
                : Optional.of(number(call.queryParam("side"), "side"));
        call.contentType("image/png").result(work.view(scene, m - 1, side));
    }

    private void example(Context call) throws IOException {
        List<String> sources = EXAMPLES.stream()
                .filter(example -> example.name().equals(call.pathParam("name")))
                .findFirst()
                .orElseThrow(Pages::missing)
                .sources();
        int m = number(call, "m");
        if (m > sources.size()) {
            throw Pages.missing();
        }
        Pages.example(call, sources.get(m - 1));
    }

    private static int number(Context call, String name) {
        return number(call.pathParam(name), name);
    }

    private static int number(String text, String name) {
        if (!text.matches("[1-9]\\d{0,5}")) {
            throw ProblemException.of(400, name + ": expected a number from 1, found " + OneLine.brief(text));
        }
        return Integer.parseInt(text);
    }

    private void events(Context call) throws IOException, InterruptedException {
        Fusion fusion = fusion(call);
        call.contentType("text/event-stream");
        call.res().setHeader("X-Accel-Buffering", "no");
        // Javalin's own stream does not pass on that it is to be flushed, so events would come all at the end.
        OutputStream out = call.res().getOutputStream();
        long version = -1;
        while (true) {
            boolean isEnd = fusion.state().isEnd();
            long now = fusion.version();
            out.write((now == version
                            ? ": \n\n"
                            : "event: fusion\ndata: " + new String(Json.compact(view(fusion)), StandardCharsets.UTF_8)
                                    + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            version = now;
            if (isEnd) {
                return;
            }
            fusion.awaitChange(version, SIGN_OF_LIFE);
        }
    }

    private void guess(Context call) throws IOException {
        work.requireRunning();
        json(call, 200, received(call, Set.of("images"), Set.of(), (folder, body) -> {
            StoredScene scene = scene(folder, body);
            StoredScene.View seen = work.look(scene);
            store.add(scene);
            return seen;
        }));
    }

    private void measure(Context call) throws IOException {
        work.requireRunning();
        if (Uploads.isJson(call.req())) {
            MeasureRequest request = parsed(Uploads.json(call.req()), MeasureRequest.class);
            Settings.requireNoNull("metrics", request.metrics());
            Fusion fusion = store.fusion(request.fusion());
            StoredScene scene = fusion.scene();
            if (scene.uploads().size() < scene.pages().size()) {
                throw ProblemException.of(
                        422, "sources that are pages of one file cannot be measured; expected a file for each");
            }
            json(
                    call,
                    200,
                    work.measure(
                            new Upload(
                                    fusion.made().image().name(), fusion.made().file()),
                            scene.uploads(),
                            Optional.empty(),
                            request.metrics().orElse(List.of())));
            return;
        }
        Path folder = store.newFolder();
        try {
            Uploads.Received body =
                    uploads.receive(call.req(), folder, Set.of("fused", "sources", "truth"), Set.of("metrics"));
            json(call, 200, measured(body));
        } finally {
            PrivateFolder.remove(folder);
        }
    }

    private Measuring.View measured(Uploads.Received body) {
        List<Upload> sources = body.of("sources");
        requireCount("fused", body.of("fused").size(), 1, 1);
        requireCount("sources", sources.size(), 2, StoredScene.MOST_SOURCES);
        requireCount("truth", body.of("truth").size(), 0, 1);
        Upload fused = body.of("fused").get(0);
        Optional<Upload> truth = body.of("truth").stream().findFirst();
        List<Upload> all = new ArrayList<>(sources);
        all.add(fused);
        truth.ifPresent(all::add);
        StoredScene.requireSizes(
                SourcePage.of(all.stream().map(Upload::file).toList(), ReadOptions.DEFAULT),
                all,
                settings.maximumMegapixels());
        return work.measure(
                fused,
                sources,
                truth,
                body.text("metrics").stream()
                        .flatMap(names -> Stream.of(names.split(",")))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static void requireCount(String field, int found, int least, int most) {
        if (found < least || found > most) {
            throw ProblemException.of(
                    422,
                    field + ": expected " + (least == most ? "one image" : least + " to " + most + " images")
                            + ", found " + found);
        }
    }

    /** A file; it may have been deleted meanwhile. */
    private static void send(Context call, Path file, String type) throws IOException {
        try {
            call.contentType(type).header("Content-Length", Long.toString(Files.size(file)));
            call.result(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw ProblemException.of(404, "there is no such image, or no more");
        }
    }

    static void json(Context call, int status, Object content) {
        call.status(status).contentType("application/json").result(Json.compact(content));
    }

    /** An answer that says what was wrong. */
    void problem(Context call, Problem problem) {
        if (call.method() == HandlerType.POST) {
            uploads.drop(call.req(), problem.status() != 401 && problem.status() != 403);
            // The container closes after some of these, which a client that calls again must know.
            call.header("Connection", "close");
        }
        call.status(problem.status()).result(Json.compact(problem)).contentType(Problem.CONTENT_TYPE);
    }
}

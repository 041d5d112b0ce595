package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.ImageFormat;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may send in place of images: each is refused by a status that says why, and the service goes on. */
class UploadFaultTest {
    private static final String FUSIONS = "/api/v1/fusions";
    private static final byte[] IMAGE = Samples.png(16, 12);
    /** Of one pixel. */
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private static TestService service;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        service = TestService.start(limits -> limits);
        client = service.client();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void isAlive() {
        client.requireAlive();
    }

    private static Answer refused(int status, String path, Form form) {
        Answer answer = client.post(path, form);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        return answer;
    }

    private static void refused(int status, byte[] second) {
        for (String path : List.of(FUSIONS, "/api/v1/tasks/guess")) {
            refused(status, path, Form.of(IMAGE, second));
        }
    }

    @Test
    void aLengthOfTenGigabytesIsRefusedBeforeAnythingIsSent() throws IOException {
        for (String path : List.of(FUSIONS, "/api/v1/tasks/guess", "/api/v1/metrics")) {
            try (RawCall call = service.call()) {
                call.head(
                        "POST " + path + " HTTP/1.1",
                        "Host: 127.0.0.1:" + service.port(),
                        "Content-Type: " + Form.TYPE,
                        "Content-Length: 10000000000");
                assertThat(service.hold("POST", path, call.answer()).status()).isEqualTo(413);
            }
        }
    }

    @Test
    void aLengthOfJsonOfTenGigabytesIsRefusedBeforeAnythingIsSent() throws IOException {
        for (String path : List.of(FUSIONS, "/api/v1/metrics")) {
            try (RawCall call = service.call()) {
                call.head(
                        "POST " + path + " HTTP/1.1",
                        "Host: 127.0.0.1:" + service.port(),
                        "Content-Type: application/json",
                        "Content-Length: 10000000000");
                assertThat(service.hold("POST", path, call.answer()).status()).isEqualTo(413);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Form.TYPE, "application/json"})
    void aBodyThatNeverEndsIsRefusedAtTheLimit(String type) throws IOException {
        byte[] chunk = new byte[50_000];
        Arrays.fill(chunk, (byte) ' ');
        try (RawCall call = service.call()) {
            call.head(
                    "POST " + FUSIONS + " HTTP/1.1",
                    "Host: 127.0.0.1:" + service.port(),
                    "Content-Type: " + type,
                    "Transfer-Encoding: chunked");
            call.chunk(("--" + Form.BOUNDARY
                            + "\r\nContent-Disposition: form-data; name=\"images\"; filename=\"a.png\"\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            sendUntilRefused(call, chunk);
            assertThat(service.hold("POST", FUSIONS, call.answer()).status()).isEqualTo(413);
        }
    }

    /** Twice what may be sent, of which the service need not take all. */
    private static void sendUntilRefused(RawCall call, byte[] chunk) {
        try {
            for (int i = 0; i < 120; i++) {
                call.chunk(chunk);
            }
        } catch (IOException e) {
            // It has closed the connection.
            return;
        }
    }

    @Test
    void aBodyWithoutLengthIsTakenWithinTheLimit() throws IOException {
        try (RawCall call = service.call()) {
            call.head(
                    "POST " + FUSIONS + " HTTP/1.1",
                    "Host: 127.0.0.1:" + service.port(),
                    "Content-Type: " + Form.TYPE,
                    "Transfer-Encoding: chunked");
            call.chunk(Form.of(IMAGE, IMAGE).bytes());
            call.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(service.hold("POST", FUSIONS, call.answer()).status()).isEqualTo(200);
        }
    }

    @Test
    void manyFieldsAreRefused() {
        Form fields = Form.of(IMAGE, IMAGE);
        for (int i = 0; i < 100; i++) {
            fields.field("field-" + i, "value");
        }
        assertThat(client.post(FUSIONS, fields).status()).isIn(400, 413);
        byte[][] images = new byte[100][];
        Arrays.fill(images, IMAGE);
        assertThat(client.post(FUSIONS, Form.of(images)).status()).isIn(400, 413, 422);
        Form empty = new Form();
        for (int i = 0; i < 10_000; i++) {
            empty.field("", "");
        }
        assertThat(client.post(FUSIONS, empty).status()).isIn(400, 413);
    }

    @Test
    void fieldsOfOtherNamesAndTwiceAreRefused() {
        Answer other = refused(400, FUSIONS, Form.of(IMAGE, IMAGE).field("sources", "a"));
        assertThat(other.value("detail"))
                .contains("images")
                .contains("settings")
                .contains("sources");
        refused(400, FUSIONS, Form.of(IMAGE, IMAGE).settings("{}").settings("{}"));
        refused(400, "/api/v1/tasks/guess", Form.of(IMAGE, IMAGE).settings("{}"));
        refused(400, "/api/v1/metrics", Form.of(IMAGE, IMAGE));
    }

    /** Of 900 megapixels by its header, which is above any limit of this service. */
    @Test
    void aHeaderThatPromisesTooMuchIsRefusedBeforeAnythingIsDecoded() {
        refused(422, Samples.blackPng(30_000, 30_000, 1000));
        refused(422, Samples.blackPng(Integer.MAX_VALUE, Integer.MAX_VALUE, 1000));
        refused(422, Samples.blackPng(0, 12, 1000));
        refused(422, Samples.blackPng(-1, 12, 1000));
    }

    @Test
    void aSmallFileOfManyPixelsIsRefused() {
        byte[] bomb = Samples.blackPng(6000, 4000, 4000 * 6001);
        assertThat(bomb.length).isLessThan(30_000);
        Answer answer = refused(413, FUSIONS, Form.of(bomb, bomb));
        assertThat(answer.value("detail")).contains("6000 x 4000").contains("megapixel");
        refused(
                413,
                "/api/v1/metrics",
                new Form()
                        .file("fused", "f.png", "image/png", bomb)
                        .file("sources", "a.png", "image/png", IMAGE)
                        .file("sources", "b.png", "image/png", IMAGE));
    }

    /** 200 megabytes behind 200 kilobytes: of a text that nobody needs, and behind the samples. */
    @Test
    void whatDecompressesToFarMoreThanTheImageIsNotHeld() {
        byte[] text = Samples.pngWithText(200_000_000);
        assertThat(text.length).isLessThan(300_000);
        byte[] samples = Samples.blackPng(16, 12, 200_000_000);
        for (byte[] bomb : List.of(text, samples)) {
            assertThat(client.post(FUSIONS, Form.of(IMAGE, bomb)).status()).isIn(200, 422);
        }
    }

    @Test
    void aFileThatEndsTooSoonIsRefused() {
        byte[] whole = Samples.png(200, 150);
        refused(422, Arrays.copyOf(whole, whole.length / 2));
        refused(422, Arrays.copyOf(whole, 20));
        refused(422, Samples.blackPng(16, 12, 3));
    }

    @Test
    void whatIsNoImageIsRefusedByItsContent() {
        byte[] page = "<!DOCTYPE html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        byte[] drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes(StandardCharsets.UTF_8);
        for (byte[] content : List.of(page, drawing, GIF, new byte[0], new byte[1], new byte[1000])) {
            refused(415, content);
        }
        refused(
                415,
                "/api/v1/metrics",
                new Form()
                        .file("fused", "f.png", "image/png", page)
                        .file("sources", "a.png", "image/png", IMAGE)
                        .file("sources", "b.png", "image/png", IMAGE));
    }

    @Test
    void whatCallsItselfNoImageIsRefused() {
        for (String type : List.of("text/html", "application/javascript", "image/svg+xml", "image/gif", "nonsense")) {
            Answer answer = refused(
                    415,
                    FUSIONS,
                    new Form().file("images", "a.png", "image/png", GIF).file("images", "b.png", type, GIF));
            assertThat(answer.text()).doesNotContain("<");
        }
        refused(415, FUSIONS, Form.of(IMAGE).file("images", "b.png", "text/html", IMAGE));
    }

    @Test
    void aFusionNeedsTwoImagesAndTakesNoMoreThanItsLimit() {
        for (String path : List.of(FUSIONS, "/api/v1/tasks/guess")) {
            assertThat(client.post(path, new Form()).status()).isIn(400, 422);
            refused(422, path, Form.of(IMAGE));
            byte[][] images = new byte[17][];
            Arrays.fill(images, IMAGE);
            assertThat(client.post(path, Form.of(images)).status()).isIn(413, 422);
        }
        refused(422, FUSIONS, new Form().settings("{}"));
    }

    @Test
    void imagesOfDifferentSizesAreRefusedUnlessTheyAreToBeResized() {
        Answer answer = refused(422, FUSIONS, Form.of(IMAGE, Samples.png(32, 24)));
        assertThat(answer.value("detail")).contains("16x12").contains("32x24").contains("resize");
        assertThat(client.post(FUSIONS, Form.of(IMAGE, Samples.png(32, 24)).settings("{\"resize\":\"first\"}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aFormThatIsNoneIsRefused() {
        byte[] whole = Form.of(IMAGE, IMAGE).bytes();
        assertThat(client.post(FUSIONS, "multipart/form-data", whole).status()).isEqualTo(400);
        assertThat(client.post(FUSIONS, "multipart/form-data; boundary=another", whole)
                        .status())
                .isEqualTo(400);
        assertThat(client.post(FUSIONS, "multipart/form-data; boundary=" + "b".repeat(5000), whole)
                        .status())
                .isEqualTo(400);
        assertThat(client.post(FUSIONS, Form.TYPE, new byte[0]).status()).isEqualTo(400);
        assertThat(client.post(FUSIONS, Form.TYPE, Samples.png(100, 100)).status())
                .isEqualTo(400);
        // Without its end, so that nobody knows whether all images are there.
        assertThat(client.post(FUSIONS, Form.TYPE, Form.of(IMAGE, IMAGE).unfinished())
                        .status())
                .isEqualTo(400);
        assertThat(client.post(FUSIONS, Form.TYPE, Arrays.copyOf(whole, whole.length / 2))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void otherTypesOfBodiesAreRefused() {
        for (String type : List.of("text/plain", "application/xml", "image/png", "application/x-www-form-urlencoded")) {
            assertThat(client.post(FUSIONS, type, IMAGE).status()).as(type).isEqualTo(415);
            assertThat(client.post("/api/v1/metrics", type, IMAGE).status())
                    .as(type)
                    .isEqualTo(415);
        }
    }

    /** A header line of a part without end, and parts with many. */
    @Test
    void headersOfPartsAreLimited() {
        assertThat(client.post(
                                FUSIONS,
                                Form.of(IMAGE)
                                        .part("name=\"images\"; x=\"" + "x".repeat(100_000) + "\"", "image/png", IMAGE))
                        .status())
                .isIn(400, 413);
        assertThat(client.post(
                                FUSIONS,
                                Form.of(IMAGE).part("name=\"images\"" + "\r\nX: y".repeat(50_000), "image/png", IMAGE))
                        .status())
                .isIn(400, 413);
    }

    @Test
    void namesAreTextAndNoPaths() throws IOException {
        Path beside = Files.write(service.temporary().resolveSibling("dynafuse-test-victim.png"), new byte[1]);
        try {
            for (String name : List.of(
                    "../dynafuse-test-victim.png",
                    "../../../../../../../../tmp/dynafuse-test-victim.png",
                    beside.toString(),
                    "..\\\\..\\\\dynafuse-test-victim.png",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "a\0b.png",
                    "..",
                    ".",
                    "",
                    "n".repeat(10_000) + ".png",
                    "<img src=x onerror=alert(1)>.png",
                    "a\u001b[31mred\u0007.png",
                    "a\u202egnp.exe",
                    "CON",
                    "images-1")) {
                requireHarmless(name);
            }
            assertThat(Files.size(beside)).isEqualTo(1);
        } finally {
            Files.delete(beside);
        }
        List<Path> kept = new ArrayList<>(service.leftOvers());
        assertThat(kept)
                .allSatisfy(path -> assertThat(path.getFileName().toString())
                        .doesNotContain("victim")
                        .doesNotContain("passwd")
                        .doesNotContain("img"));
    }

    private static void requireHarmless(String name) {
        Answer answer = client.post(
                "/api/v1/tasks/guess",
                new Form().file("images", name, "image/png", IMAGE).file("images", name, "image/png", IMAGE));
        assertThat(answer.status()).as(name + " " + answer).isIn(200, 400, 413);
        if (answer.status() == 200) {
            // JSON need not escape < and >; it is no page, as its type and nosniff say.
            String echoed = answer.json().at("/sources/0/name").asText();
            assertThat(echoed)
                    .as(name)
                    .hasSizeBetween(1, 300)
                    .doesNotContain("/")
                    .doesNotContain("\\");
            assertThat(echoed.chars().filter(Character::isISOControl)).as(name).isEmpty();
            assertThat(echoed).isNotIn(".", "..");
            client.delete("/api/v1/scenes/" + answer.value("id"));
        }
        Answer wrong = client.post(
                FUSIONS, new Form().file("images", name, "image/png", IMAGE).file("images", name, "image/png", GIF));
        assertThat(wrong.status()).as(name).isIn(400, 413, 415);
        assertThat(wrong.value("detail")).hasSizeLessThan(1000);
        assertThat(wrong.value("detail").chars().filter(Character::isISOControl))
                .as(name)
                .isEmpty();
    }

    @Test
    void everyFormatThatIsReadIsTaken() {
        for (ImageFormat format : List.of(ImageFormat.PNG, ImageFormat.JPEG, ImageFormat.TIFF, ImageFormat.PFM)) {
            byte[] image = Samples.of(
                    TestImages.textured(
                            16, 12, 1, format == ImageFormat.PFM ? SampleDepth.FLOAT_32 : SampleDepth.BITS_8),
                    format);
            Answer answer = client.post(
                    FUSIONS,
                    new Form()
                            .file("images", "a", "application/octet-stream", image)
                            .file("images", "b", "application/octet-stream", image));
            assertThat(answer.status()).as(format + " " + answer).isEqualTo(200);
        }
    }
}

package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that cannot be followed: each is refused in one line. */
class SettingsFaultTest {
    private static final String FUSIONS = "/api/v1/fusions";
    private static final byte[] IMAGE = Samples.png(16, 12);

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

    private static Answer fuse(String settings) {
        return client.post(FUSIONS, Form.of(IMAGE, IMAGE).settings(settings));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}}",
                "{} {}",
                "null",
                "[]",
                "1",
                "\"png\"",
                "{'format':'png'}",
                "{\"format\":\"png\",}",
                "{\"scale\":NaN}",
                "{\"quality\":1,\"quality\":2}",
                "\u0000",
                "<settings/>"
            })
    void whatIsNoObjectInJsonIsRefused(String settings) {
        Answer answer = fuse(settings);
        assertThat(answer.status()).as(settings + " " + answer).isEqualTo(400);
        Answer asBody = client.postJson(FUSIONS, settings);
        assertThat(asBody.status()).as(settings + " " + asBody).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"qualty\":90}",
                "{\"images\":[\"/etc/passwd\"]}",
                "{\"output\":\"/tmp/a.png\"}",
                "{\"__proto__\":{}}",
                "{\"static\":\"true\"}",
                "{\"static\":1}",
                "{\"scale\":\"1\"}",
                "{\"scale\":[1]}",
                "{\"smoothing\":1.5}",
                "{\"smoothing\":true}",
                "{\"quality\":\"90\"}",
                "{\"roles\":\"visible\"}",
                "{\"roles\":[1,2]}",
                "{\"roles\":[null,null]}",
                "{\"roles\":[[\"visible\"],[\"infrared\"]]}",
                "{\"task\":{}}",
                "{\"checkpoint\":1}",
                "{\"checkpoint\":[\"ifcnn-exposure\"]}"
            })
    void keysThatThereAreNotAndValuesOfOtherTypesAreRefused(String settings) {
        Answer answer = fuse(settings);
        assertThat(answer.status()).as(settings + " " + answer).isIn(400, 422);
        String key = settings.replaceAll("^\\{\"(\\w+)\".*", "$1");
        assertThat(answer.value("detail")).as(settings).contains(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task        | \"none\"",
                "task        | \"MEDICAL\"",
                "roles       | [\"visible\",\"visible\"]",
                "roles       | [\"visible\"]",
                "roles       | [\"visible\",\"mri\"]",
                "roles       | [\"a\",\"b\"]",
                "space       | \"pixels\"",
                "without     | [\"everything\"]",
                "reference   | \"mean\"",
                "norm        | \"l3\"",
                "scale       | 0",
                "scale       | -1",
                "scale       | 1e400",
                "form        | \"log\"",
                "normalisation | \"max\"",
                "gradient    | \"l1+\"",
                "gradient    | \"l1+unknown\"",
                "channel     | \"-1\"",
                "channel     | \"x\"",
                "gradientScale | \"big\"",
                "temperature | 0",
                "temperature | -3",
                "smoothing   | -1",
                "smoothing   | 2000000000",
                "iterations  | 0",
                "iterations  | 2000000000",
                "range       | \"wide\"",
                "stretch     | \"more\"",
                "resize      | \"1x1\"",
                "format      | \"gif\"",
                "format      | \"../png\"",
                "quality     | 0",
                "quality     | 99999999999999999999",
                "pngCompression | 10",
                "depth       | \"32\"",
                "depth       | \"FLOAT\""
            })
    void valuesThatMakeNoSenseAreRefused(String key, String value) {
        Answer answer = fuse("{\"" + key + "\":" + value + "}");
        assertThat(answer.status()).as(key + " " + value + " " + answer).isIn(400, 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"static\":true,\"scale\":2}",
                "{\"format\":\"png\",\"quality\":90}",
                "{\"format\":\"jpg\",\"pngCompression\":1}",
                "{\"format\":\"jpg\",\"depth\":\"16\"}",
                "{\"space\":\"image\",\"iterations\":2}"
            })
    void settingsThatDoNotGoTogetherAreRefused(String settings) {
        Answer answer = fuse(settings);
        assertThat(answer.status()).as(settings + " " + answer).isEqualTo(422);
    }

    @Test
    void settingsOfAMegabyteAreRefused() {
        String large = "{\"roles\":[\"" + "x".repeat(900_000) + "\"]}";
        assertThat(fuse(large).status()).isIn(400, 413);
        assertThat(client.postJson(FUSIONS, large).status()).isIn(400, 413);
        String many = "{\"roles\":[" + "\"visible\",".repeat(5_000) + "\"visible\"]}";
        Answer answer = fuse(many);
        assertThat(answer.status()).isIn(400, 413, 422);
        assertThat(answer.value("detail")).hasSizeLessThan(1000);
        assertThat(fuse("{\"" + "k".repeat(50_000) + "\":1}").value("detail")).hasSizeLessThan(1000);
        assertThat(fuse("{\"task\":\"" + "k".repeat(50_000) + "\"}").value("detail"))
                .hasSizeLessThan(1000);
        assertThat(fuse("{\"gradient\":\"" + "l1+".repeat(15_000) + "l1\"}").status())
                .isIn(400, 422);
    }

    static Stream<String> nested() {
        return Stream.of(
                "[".repeat(30_000),
                "{\"a\":".repeat(10_000),
                "{\"roles\":" + "[".repeat(15_000) + "]".repeat(15_000) + "}",
                "{\"scale\":" + "1".repeat(50_000) + "}",
                "{\"scale\":1e" + "9".repeat(2_000) + "}");
    }

    @ParameterizedTest
    @MethodSource("nested")
    void whatWouldTakeLongToReadIsRefused(String settings) {
        assertThat(fuse(settings).status()).isIn(400, 422);
        assertThat(client.postJson(FUSIONS, settings).status()).isIn(400, 422);
    }

    @Test
    void controlCharactersAndMarkUpAreEchoedInOneLine() {
        for (String word : List.of("<script>alert(1)</script>", "a\\u001b[31m\\u0000\\n\\rb", "\\ud800")) {
            for (String key : List.of("task", "checkpoint", "format", "gradient", word)) {
                Answer answer = fuse("{\"" + key + "\":\"" + word + "\"}");
                assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
                assertThat(answer.value("detail").chars().filter(Character::isISOControl))
                        .as(key)
                        .isEmpty();
            }
        }
    }

    @Test
    void aCheckpointIsANameAndNeverAFile(@TempDir Path folder) throws IOException {
        Path exists = Files.write(folder.resolve("weights.pth"), new byte[100]);
        Path here = Files.write(Path.of("weights-of-a-test.pth"), new byte[100]);
        try {
            for (String name : List.of(
                    "unknown",
                    "",
                    "../../etc/passwd",
                    "/etc/passwd",
                    "installed:../../etc/passwd",
                    "embedded:/etc/passwd",
                    "file:///etc/passwd",
                    "http://127.0.0.1:1/weights",
                    exists.toString(),
                    here.toString(),
                    "./" + here)) {
                Answer answer = fuse("{\"checkpoint\":\"" + name + "\"}");
                assertThat(answer.status()).as(name + " " + answer).isEqualTo(422);
                // As of one that is not there: whether a file exists is nobody's business.
                assertThat(answer.value("detail")).as(name).contains("ifcnn-exposure");
            }
        } finally {
            Files.delete(here);
        }
    }

    @Test
    void scenesAndFusionsThatAreNotThereCannotBeUsed() {
        for (String id : List.of("A".repeat(22), "A".repeat(21), "", "..", "../../etc/passwd", "%2e%2e", "\\u0000")) {
            Answer fusion = client.postJson(FUSIONS, "{\"scene\":\"" + id + "\"}");
            assertThat(fusion.status()).as(id + " " + fusion).isIn(400, 404);
            Answer scores = client.postJson("/api/v1/metrics", "{\"fusion\":\"" + id + "\"}");
            assertThat(scores.status()).as(id + " " + scores).isIn(400, 404);
        }
        for (String body : List.of(
                "{}", "{\"scene\":1}", "{\"scene\":null}", "{\"scene\":[\"A\"]}", "{\"scene\":\"A\",\"x\":1}")) {
            assertThat(client.postJson(FUSIONS, body).status()).as(body).isIn(400, 404);
            assertThat(client.postJson("/api/v1/metrics", body.replace("scene", "fusion"))
                            .status())
                    .as(body)
                    .isIn(400, 404);
        }
    }

    @Test
    void metricsThatThereAreNotAreRefused() {
        String address = client.begin(Form.of(IMAGE, IMAGE));
        String id = client.end(address).value("id");
        for (String metrics : List.of("[\"none\"]", "[\"../EN\"]", "\"EN\"", "[1]", "[null]")) {
            Answer answer =
                    client.postJson("/api/v1/metrics", "{\"fusion\":\"" + id + "\",\"metrics\":" + metrics + "}");
            assertThat(answer.status()).as(metrics + " " + answer).isIn(400, 422);
        }
        Form form = new Form()
                .file("fused", "f.png", "image/png", IMAGE)
                .file("sources", "a.png", "image/png", IMAGE)
                .file("sources", "b.png", "image/png", IMAGE);
        assertThat(client.post("/api/v1/metrics", form.field("metrics", "EN,none"))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void preferencesThatMakeNoSenseAreNotFollowed() {
        for (String preference : List.of(
                "wait=-1", "wait=x", "wait=99999999999999999999", "wait", "nonsense", "wait=1, wait=2", "=;,")) {
            Answer answer = client.with("Prefer", preference).post(FUSIONS, Form.of(IMAGE, IMAGE));
            assertThat(answer.status()).as(preference + " " + answer).isIn(200, 202, 400);
        }
    }

    /** The last thing of an address is a number from 1, and a side is one, too. */
    @Test
    void numbersInAddressesAreChecked() {
        Answer scene = client.post("/api/v1/tasks/guess", Form.of(IMAGE, IMAGE));
        String sources = "/api/v1/scenes/" + scene.value("id") + "/sources/";
        for (String number : List.of("0", "-1", "3", "x", "1.0", "1e0", "99999999999999999999", "%00", "%2e%2e")) {
            assertThat(client.get(sources + number).status()).as(number).isIn(400, 404);
        }
        for (String side : List.of("0", "-1", "x", "99999999999999999999", "", "1%0d%0aX-Injected:%20yes")) {
            Answer answer = client.get(sources + "1?side=" + side);
            assertThat(answer.status()).as(side).isEqualTo(400);
            assertThat(answer.headers()).doesNotContainKey("x-injected");
        }
        assertThat(client.get(sources + "1?side=999999").status()).isEqualTo(200);
        assertThat(client.get("/api/v1/examples/%2e%2e%2f%2e%2e%2fetc/1").status())
                .isIn(400, 404);
    }

    @Test
    void textInOtherEncodingsIsRefusedOrTakenAsItIs() {
        byte[] latin = "{\"task\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(client.post(FUSIONS, Form.of(IMAGE, IMAGE).part("name=\"settings\"", "application/json", latin))
                        .status())
                .isIn(400, 422);
    }
}

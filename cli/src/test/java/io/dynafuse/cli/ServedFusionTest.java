package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.web.Service;
import io.dynafuse.web.ServiceSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service makes what the command makes, and says which command that is. */
@Tag("slow")
class ServedFusionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final String BOUNDARY = "the-border-of-the-parts";

    private static Service service;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        ServiceSettings usual = ServiceSettings.DEFAULT;
        service = Service.start(
                new ServiceSettings(
                        usual.host(),
                        0,
                        Optional.empty(),
                        usual.maximumUpload(),
                        usual.maximumMegapixels(),
                        usual.queue(),
                        usual.workers(),
                        usual.threads(),
                        List.of(),
                        usual.kept(),
                        Duration.ofMinutes(10),
                        temporary),
                CheckpointLibrary.ofUser(),
                new PrintWriter(new StringWriter()));
    }

    @AfterAll
    static void stop() throws Exception {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "near,far | {}",
                "under,over | {\"format\":\"jpg\",\"quality\":80}",
                "visible,infrared | {\"format\":\"tif\",\"depth\":\"float\",\"without\":[\"tone\"]}",
                "mri,ct | {\"roles\":[\"mri\",\"ct\"],\"depth\":\"16\"}",
                "near,far | {\"static\":true,\"pngCompression\":9}",
                "near,far | {\"checkpoint\":\"refusion-all\",\"task\":\"multi-focus\",\"keepChroma\":false}",
                "mri,ct | {\"space\":\"features\",\"reference\":\"component\",\"norm\":\"l2\",\"scale\":2,\"form\":\"sigmoid\","
                        + "\"normalisation\":\"proportional\"}",
                "near,far | {\"gradient\":\"l1+0.5*ssim\",\"channel\":\"mean\",\"gradientScale\":\"raw\",\"joint\":true}",
                "near,far | {\"space\":\"features\",\"temperature\":0.5,\"smoothing\":3,\"iterations\":2,\"contrast\":true}",
                "under,over | {\"checkpoint\":\"ifcnn-exposure\",\"space\":\"image\",\"scale\":3,\"stretch\":\"percentile\"}",
            })
    void makesWhatItsCommandLineMakes(String names, String settings) throws Exception {
        List<Path> sources = List.of(names.split(",")).stream()
                .map(name -> EXAMPLES.resolve(name + ".png"))
                .toList();

        HttpResponse<byte[]> answer = fuse(sources, settings);
        String address = answer.headers().firstValue("Content-Location").orElseThrow();
        JsonNode fusion = JSON.readTree(get(address));
        Path output = folder.resolve(fusion.get("image").get("name").asText());
        Path report = folder.resolve("report.json");
        List<String> words = words(fusion.get("command").asText(), sources, output);
        words.addAll(List.of("--json", report.toString()));
        CommandProcess.Result command = CommandProcess.runHere(CheckpointLibrary.ofUser(), words.toArray());

        assertThat(command.exitCode()).as(command.error()).isZero();
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(output));
        assertThat(withoutFilesAndTimes(JSON.readTree(get(address + "/report"))))
                .isEqualTo(withoutFilesAndTimes(JSON.readTree(report.toFile())));
    }

    /** The words behind {@code dynafuse}, with files in place of their names. */
    private static List<String> words(String command, List<Path> sources, Path output) {
        List<String> words = new ArrayList<>();
        List<String> typed = new ShellLine("command", command, List.of()).words();
        for (String word : typed.subList(1, typed.size())) {
            words.add(Stream.concat(sources.stream(), Stream.of(output))
                    .filter(file -> file.getFileName().toString().equals(word))
                    .findFirst()
                    .map(Path::toString)
                    .orElse(word));
        }
        return words;
    }

    private static HttpResponse<byte[]> fuse(List<Path> sources, String settings) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Path source : sources) {
            part(
                    body,
                    "name=\"images\"; filename=\"" + source.getFileName() + "\"\r\nContent-Type: image/png",
                    Files.readAllBytes(source));
        }
        part(body, "name=\"settings\"", settings.getBytes(StandardCharsets.UTF_8));
        body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address("/api/v1/fusions"))
                                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                                .header("Prefer", "wait=60")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return answer;
    }

    private static void part(ByteArrayOutputStream body, String head, byte[] content) throws Exception {
        body.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(content);
        body.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static URI address(String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    /** What does not depend on where and when. */
    private static ObjectNode withoutFilesAndTimes(JsonNode report) {
        ObjectNode left = (ObjectNode) report;
        left.remove(List.of("output", "milliseconds", "bytes", "notes", "taskNote"));
        left.get("sources").forEach(source -> ((ObjectNode) source).remove("file"));
        return left;
    }
}

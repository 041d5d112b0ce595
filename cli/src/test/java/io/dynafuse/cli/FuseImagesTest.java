package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fusion of the images themselves, as people ask for it. */
class FuseImagesTest {
    private static final int WIDTH = 72;
    private static final int HEIGHT = 40;
    private static final int PLANES = 6;

    @TempDir
    private Path folder;

    private final List<String> stack = new ArrayList<>();

    /** Six focus planes of a texture: each is sharp in twelve columns. */
    @BeforeEach
    void prepare() throws IOException {
        Random random = new Random(1);
        float[] sharp = new float[WIDTH * HEIGHT];
        for (int i = 0; i < sharp.length; i++) {
            sharp[i] = 0.1f + 0.8f * random.nextFloat();
        }
        for (int m = 0; m < PLANES; m++) {
            float[] values = new float[sharp.length];
            for (int i = 0; i < sharp.length; i++) {
                values[i] = i % WIDTH / 12 == m ? sharp[i] : 0.5f;
            }
            String name = "plane" + m + ".png";
            ImageFiles.write(Image.of(WIDTH, HEIGHT, 1, values, SampleDepth.BITS_8), folder.resolve(name));
            stack.add(name);
        }
    }

    private CommandProcess.Result run(List<String> sources, String... more) {
        return CommandProcess.runIn(
                folder,
                Stream.of(Stream.of("fuse"), sources.stream(), Arrays.stream(more))
                        .flatMap(words -> words)
                        .toArray());
    }

    private CommandProcess.Result fuse(List<String> sources, String... more) {
        CommandProcess.Result result = run(sources, more);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return result;
    }

    private void assertRefused(int exitCode, String message, List<String> sources, String... more) throws IOException {
        CommandProcess.Result result = run(sources, more);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.error()).contains(message);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("out") || name.startsWith("depth"));
        }
    }

    private Image image(String name) throws IOException {
        return ImageFiles.read(folder.resolve(name));
    }

    @Test
    void imagesAreFusedUnlessFeaturesAreAskedFor() throws Exception {
        List<String> two = stack.subList(0, 2);
        assertThat(fuse(two, "-o", "a.png", "--task", "multi-focus", "--json", "a.json")
                        .output())
                .contains(", image, fused, L1, ");
        assertThat(fuse(two, "-o", "b.png", "--task", "multi-focus", "--space", "features", "--json", "b.json")
                        .output())
                .doesNotContain("image, ");
        ObjectMapper mapper = new ObjectMapper();
        JsonNode image = mapper.readTree(folder.resolve("a.json").toFile());
        JsonNode features = mapper.readTree(folder.resolve("b.json").toFile());
        assertThat(image.at("/dominability/space").asText()).isEqualTo("image");
        assertThat(features.at("/dominability/space").asText()).isEqualTo("features");
    }

    @Test
    void partsAreLeftOut() {
        List<String> two = stack.subList(0, 2);
        assertThat(fuse(two, "-o", "a.png", "--task", "multi-focus", "--without", "judge,softness")
                        .output())
                .contains(", no-judge, no-softness");
        CommandProcess.Result unknown = run(two, "-o", "b.png", "--task", "multi-focus", "--without", "nothing");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.error()).contains("--without");
        CommandProcess.Result features =
                run(two, "-o", "b.png", "--task", "multi-focus", "--without", "judge", "--space", "features");
        assertThat(features.exitCode()).isEqualTo(2);
        assertThat(features.error()).contains("no-judge: is for weights on images");
    }

    @Test
    void gradientsAreThoseByFeatures() throws Exception {
        List<String> two = stack.subList(0, 2);
        assertThat(fuse(two, "-o", "a.png", "--task", "multi-focus", "--gradient", "l1")
                        .output())
                .contains("gradient=l1")
                .doesNotContain("image, ");
        assertRefused(
                2,
                "gradients are those by features",
                two,
                "-o",
                "out.png",
                "--task",
                "multi-focus",
                "--gradient",
                "l1",
                "--space",
                "image");
    }

    /** Without options of preparation, many files are read one after the other. */
    @Test
    void preparationIsNotGivenUnlessAskedFor() {
        assertThat(new PreparationOptions().isGiven()).isFalse();
    }

    /** Six files are read one after the other. */
    @Test
    void aStackOfFilesGivesThePictureOfItsImages() throws Exception {
        fuse(stack, "-o", "stack.png", "--task", "multi-focus");
        List<Image> images = new ArrayList<>();
        for (String name : stack) {
            images.add(image(name));
        }
        try (Fuser fuser = Fuser.forTask(Task.MULTI_FOCUS, PLANES).open()) {
            assertThat(image("stack.png").values())
                    .isEqualTo(fuser.fuse(images).image().values());
        }
    }

    @Test
    void theDepthMapSaysWhereInTheStackEachPixelIsSharp() throws Exception {
        fuse(stack, "-o", "a.png", "--task", "multi-focus", "--depth-map", "map.png");
        Image depth = image("map.png");
        assertThat(depth.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(depth.channels()).isEqualTo(1);
        assertThat(depth.width()).isEqualTo(WIDTH);
        assertThat(depth.height()).isEqualTo(HEIGHT);
        for (int m = 0; m < PLANES; m++) {
            assertThat(depth.values()[HEIGHT / 2 * WIDTH + 12 * m + 6]).isCloseTo(m / 5f, within(0.05f));
        }
    }

    @Test
    void aDepthMapIsOfAFocusStackOnly() throws Exception {
        List<String> two = stack.subList(0, 2);
        String[] map = {"-o", "out.png", "--depth-map", "depth.png"};
        assertRefused(2, "--depth-map", two, with(map, "--task", "medical"));
        assertRefused(2, "--depth-map", stack, with(map, "--task", "multi-exposure"));
        assertRefused(2, "--depth-map", two, with(map, "--task", "multi-focus", "--static"));
        assertRefused(2, "--depth-map", two, with(map, "--task", "multi-focus", "--space", "features"));
        Files.createDirectories(folder.resolve("near"));
        Files.createDirectories(folder.resolve("far"));
        Files.copy(folder.resolve(stack.get(0)), folder.resolve("near/1.png"));
        Files.copy(folder.resolve(stack.get(1)), folder.resolve("far/1.png"));
        assertRefused(2, "--depth-map", List.of("near", "far"), with(map, "--task", "multi-focus"));
        assertRefused(2, "read or written", two, "-o", "out.png", "--task", "multi-focus", "--depth-map", "out.png");
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void badImagesAreLeftOutIfThatIsAskedFor() throws Exception {
        Files.writeString(folder.resolve(stack.get(2)), "no image");
        CommandProcess.Result result = fuse(stack, "-o", "a.png", "--task", "multi-focus", "--skip-bad");
        assertThat(result.error().lines().filter(line -> line.contains("left out")))
                .singleElement()
                .asString()
                .contains("plane2.png");
        List<String> good = new ArrayList<>(stack);
        good.remove(2);
        fuse(good, "-o", "b.png", "--task", "multi-focus");
        assertThat(image("a.png").values()).isEqualTo(image("b.png").values());
    }

    @Test
    void oneBadImageStopsTheOthersOtherwise() throws Exception {
        Files.writeString(folder.resolve(stack.get(4)), "no image");
        CommandProcess.Result result = run(stack, "-o", "out.png", "--task", "multi-focus");
        assertThat(result.error().strip().lines()).singleElement().asString().contains("plane4.png");
        assertRefused(1, "plane4.png", stack, "-o", "out.png", "--task", "multi-focus");
    }

    @Test
    void twoImagesMustBeLeft() throws Exception {
        Files.writeString(folder.resolve(stack.get(0)), "no image");
        assertRefused(
                2,
                "--skip-bad: expected 2 or more images that can be read, found 1",
                stack.subList(0, 2),
                "-o",
                "out.png",
                "--task",
                "multi-focus",
                "--skip-bad");
    }

    @Test
    void sourcesOfSeveralSizesAreNamed() throws Exception {
        ImageFiles.write(Image.of(10, 10, 1, new float[100], SampleDepth.BITS_8), folder.resolve(stack.get(5)));
        assertRefused(1, "plane5.png", stack, "-o", "out.png", "--task", "multi-focus");
        assertRefused(1, "10x10", stack.subList(4, 6), "-o", "out.png", "--task", "multi-focus");
    }
}

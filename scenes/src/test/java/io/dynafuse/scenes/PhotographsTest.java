package io.dynafuse.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhotographsTest {
    @TempDir
    private Path folder;

    private final List<String> passedOver = new ArrayList<>();

    private Photographs open() throws IOException {
        return Photographs.open(folder, ReadOptions.DEFAULT, passedOver::add);
    }

    /** Even but for one pixel, by less than is seen. */
    private void write(String name, int width, int height, int channels, float level) throws IOException {
        float[] values = new float[channels * width * height];
        Arrays.fill(values, level);
        values[values.length - 1] += 2 / 65535f;
        ImageFiles.write(Image.of(width, height, channels, values, SampleDepth.BITS_16), folder.resolve(name));
    }

    @Test
    void badPhotographsArePassedOverWithALineEach() throws IOException {
        write("good.png", 40, 50, 3, 0.5f);
        write("gray.png", 32, 32, 1, 0.5f);
        write("small.png", 31, 90, 3, 0.5f);
        byte[] whole = Files.readAllBytes(folder.resolve("good.png"));
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(folder.resolve("empty.jpg"), new byte[0]);
        Files.write(folder.resolve("mislabelled.jpg"), whole);
        Files.writeString(folder.resolve("text.png"), "not\nan image");
        Files.writeString(folder.resolve("notes.txt"), "no name of an image");
        Files.createDirectory(folder.resolve("folder.png"));
        float[] night = new float[40 * 40];
        ImageFiles.write(Image.of(40, 40, 1, night, SampleDepth.BITS_8), folder.resolve("night.png"));
        assertThat(open().count()).isEqualTo(2);
        assertThat(passedOver)
                .hasSize(6)
                .anyMatch(line ->
                        line.endsWith("night.png: is one colour all over; expected a photograph that shows something"))
                .allMatch(line -> line.lines().count() == 1)
                .anyMatch(line -> line.contains("cut.png"))
                .anyMatch(line -> line.contains("empty.jpg"))
                .anyMatch(line -> line.contains("mislabelled.jpg"))
                .anyMatch(line -> line.contains("small.png: is 31x90; expected a photograph of 32 pixels"))
                .anyMatch(line -> line.contains("text.png"));
    }

    @Test
    void photographsBeyondTheLimitsArePassedOver() throws IOException {
        write("good.png", 40, 50, 3, 0.5f);
        write("large.png", 100, 100, 3, 0.5f);
        Photographs photographs =
                Photographs.open(folder, ReadOptions.within(new ReadLimits(5_000, 1_000)), passedOver::add);
        assertThat(photographs.count()).isEqualTo(1);
        assertThat(passedOver).singleElement().asString().contains("large.png");
    }

    /** 60·70 pixels of three floats and of four more for their light; all are kept, so none is read again. */
    @Test
    void theLargestTakesRoom() throws IOException {
        write("a.png", 40, 50, 3, 0.5f);
        write("b.png", 60, 70, 1, 0.5f);
        assertThat(open().heapBytesOfLargest()).isEqualTo(60 * 70 * 4 * (3 + 4));
    }

    @Test
    void whoReadsIsToldHowFarItIs() throws IOException {
        write("a.png", 40, 50, 3, 0.5f);
        Files.writeString(folder.resolve("b.png"), "none");
        List<String> told = new ArrayList<>();
        Photographs.open(folder, ReadOptions.DEFAULT, new Photographs.Listener() {
            @Override
            public void passedOver(String line) {
                told.add("over");
            }

            @Override
            public void read(int done, int all) {
                told.add(done + " of " + all);
            }
        });
        assertThat(told).containsExactly("1 of 2", "over", "2 of 2");
    }

    @Test
    void otherNamesOrBytesHaveAnotherDigest() throws IOException {
        write("a.png", 40, 50, 3, 0.5f);
        String one = open().sha256();
        assertThat(open().sha256()).hasSize(64).isEqualTo(one);
        Files.writeString(folder.resolve("cut.png"), "passed over");
        assertThat(open().sha256()).isEqualTo(one);
        write("b.png", 40, 50, 3, 0.5f);
        String two = open().sha256();
        Files.move(folder.resolve("b.png"), folder.resolve("c.png"));
        String renamed = open().sha256();
        write("c.png", 40, 50, 3, 0.6f);
        String changed = open().sha256();
        assertThat(List.of(one, two, renamed, changed)).doesNotHaveDuplicates();
    }

    @Test
    void aFolderWithoutGoodPhotographsIsRefused() throws IOException {
        Files.writeString(folder.resolve("text.png"), "none");
        assertThatIOException().isThrownBy(this::open).withMessageContaining("holds no image that can be used, of 1");
        Path file = folder.resolve("text.png");
        assertThatIOException()
                .isThrownBy(() -> Photographs.open(file, ReadOptions.DEFAULT, passedOver::add))
                .withMessageContaining("is no folder");
        assertThatIOException()
                .isThrownBy(() -> Photographs.open(folder.resolve("no"), ReadOptions.DEFAULT, passedOver::add))
                .withMessageContaining("there is no such folder");
    }

    /** Whatever its scale and place, a part of an even photograph is even, and as much light: 0.5 encodes 0.2140. */
    @Test
    void partsHaveThePhotographsLight() throws IOException {
        write("even.png", 60, 45, 3, 0.5f);
        PhotographWorld world = new PhotographWorld(open(), new LinearLight());
        for (int size : new int[] {16, 45, 130}) {
            Canvas part = world.part(size, size, new SceneRandom(size));
            for (float[] plane : part.planes) {
                for (float value : plane) {
                    assertThat(value).isCloseTo(0.2140f, within(2e-4f));
                }
            }
        }
    }

    /** A ramp keeps its slope, times the scale, and may be mirrored. */
    @Test
    void partsAreOfThePhotograph() throws IOException {
        float[] values = new float[64 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 64 / 63f;
        }
        ImageFiles.write(Image.of(64, 64, 1, values, SampleDepth.BITS_16), folder.resolve("ramp.png"));
        PhotographWorld world = new PhotographWorld(open(), new LinearLight());
        boolean rising = false;
        boolean falling = false;
        for (int seed = 0; seed < 20; seed++) {
            float[] row = world.part(32, 32, new SceneRandom(seed)).planes[0];
            rising |= row[31] > row[0];
            falling |= row[31] < row[0];
            float sign = Math.signum(row[31] - row[0]);
            for (int x = 1; x < 32; x++) {
                assertThat(sign * (row[x] - row[x - 1])).isPositive();
            }
        }
        assertThat(rising && falling).isTrue();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEDICAL")
    void scenesOfPhotographsFollowFromTheSeed(Task task) throws IOException {
        write("a.png", 70, 50, 3, 0.3f);
        SyntheticScene source = SceneMakers.of(Task.MULTI_FOCUS).make(64, 48, 1);
        ImageFiles.write(source.truth().orElseThrow(), folder.resolve("b.png"));
        SyntheticScene first = SceneMakers.ofPhotographs(task, 2, open()).make(40, 40, 3);
        SyntheticScene again = SceneMakers.ofPhotographs(task, 2, open()).make(40, 40, 3);
        SyntheticScene other = SceneMakers.ofPhotographs(task, 2, open()).make(40, 40, 4);
        assertThat(again.sources().get(1).values())
                .containsExactly(first.sources().get(1).values());
        assertThat(other.sources().get(1).values())
                .isNotEqualTo(first.sources().get(1).values());
        assertThat(first.roles()).isEqualTo(SceneMakers.of(task).roles());
        assertThat(first.truth().isPresent()).isEqualTo(task != Task.VISIBLE_INFRARED);
    }

    @Test
    void headsAreNotPhotographed() throws IOException {
        write("a.png", 70, 50, 3, 0.3f);
        Photographs photographs = open();
        assertThatIllegalArgumentException().isThrownBy(() -> SceneMakers.ofPhotographs(Task.MEDICAL, 2, photographs));
    }
}

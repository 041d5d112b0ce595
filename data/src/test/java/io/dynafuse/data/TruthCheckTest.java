package io.dynafuse.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthCheckTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 48;

    @TempDir
    private Path root;

    /** What each pixel of a picture is, from what a scene is at it. */
    private interface Painter {
        float at(float texture, int x, int y);
    }

    private void write(String file, long scene, Painter painter) throws IOException {
        Random random = new Random(scene);
        float[] values = new float[WIDTH * HEIGHT];
        for (int i = 0; i < values.length; i++) {
            values[i] = painter.at(0.3f + 0.4f * random.nextFloat(), i % WIDTH, i / WIDTH);
        }
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        ImageFiles.write(Image.of(WIDTH, HEIGHT, 1, values, SampleDepth.BITS_8), path);
    }

    /** Each source shows one half of the scene, as sharp as it is. */
    private void sources(int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            write("near/" + i + ".png", i, (texture, x, y) -> x < WIDTH / 2 ? texture : 0.5f);
            write("far/" + i + ".png", i, (texture, x, y) -> x < WIDTH / 2 ? 0.5f : texture);
        }
    }

    private void truths(String name, int count, Painter painter) throws IOException {
        for (int i = 1; i <= count; i++) {
            write(name + "/" + i + ".png", i, painter);
        }
    }

    private static float label(float texture, int x, int y) {
        return (x / 16 + y / 12) % 3 / 255f;
    }

    private void describe(String truth) throws IOException {
        Files.writeString(root.resolve("dataset.yaml"), "sources: {near: near, far: far}\n" + "truth: " + truth + "\n");
    }

    @Test
    void aTruthHasTheFineStructureOfTheSources() throws IOException {
        sources(3);
        truths("gt", 3, (texture, x, y) -> texture);
        assertThat(Dataset.read(root).scenes())
                .hasSize(3)
                .allMatch(scene -> scene.truth().isPresent());
    }

    @Test
    void aTruthMayBeBrighterThanTheSources() throws IOException {
        sources(1);
        truths("gt", 1, (texture, x, y) -> (float) Math.sqrt(texture));
        assertThat(Dataset.read(root).scenes().get(0).truth()).isPresent();
    }

    @Test
    void labelsAreRefusedWhateverTheyAreCalled() throws IOException {
        sources(3);
        truths("gt", 3, TruthCheckTest::label);
        assertThatThrownBy(() -> Dataset.read(root))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(root.resolve("gt/1.png") + ": does not look like a ground truth of the scene 1")
                .hasMessageContainingAll("correlates", "expected 0.70 or more", "truth:", "dataset.yaml", "--sources")
                .hasMessageNotContaining("\n");
    }

    @Test
    void truthsOfOtherScenesAreRefused() throws IOException {
        sources(2);
        write("gt/1.png", 2, (texture, x, y) -> texture);
        write("gt/2.png", 1, (texture, x, y) -> texture);
        assertThatThrownBy(() -> Dataset.read(root)).hasMessageContaining("does not look like");
    }

    @Test
    void aTruthIsOfTheSizeOfTheSources() throws IOException {
        sources(1);
        Files.createDirectories(root.resolve("gt"));
        ImageFiles.write(Image.of(8, 6, 1, new float[48], SampleDepth.BITS_8), root.resolve("gt/1.png"));
        assertThatThrownBy(() -> Dataset.read(root)).hasMessageContaining("it has 8x6 pixels, the sources 64x48");
    }

    @Test
    void whatIsDeclaredIsTaken() throws IOException {
        sources(1);
        truths("Label", 1, TruthCheckTest::label);
        assertThat(Dataset.read(root).scenes().get(0).truth()).isEmpty();
        describe("Label");
        assertThat(Dataset.read(root).scenes().get(0).truth()).contains(root.resolve("Label/1.png"));
    }

    @Test
    void oneOddTruthOfManyIsNoReason() throws IOException {
        sources(5);
        truths("gt", 5, (texture, x, y) -> texture);
        Files.delete(root.resolve("gt/3.png"));
        write("gt/3.png", 3, (texture, x, y) -> 0.5f);
        assertThat(Dataset.read(root).scenes()).hasSize(5);
    }

    @Test
    void whatCannotBeReadDecidesNothing() throws IOException {
        sources(1);
        Files.createDirectories(root.resolve("gt"));
        Files.writeString(root.resolve("gt/1.png"), "no image");
        assertThat(Dataset.read(root).scenes().get(0).truth()).isPresent();
    }
}

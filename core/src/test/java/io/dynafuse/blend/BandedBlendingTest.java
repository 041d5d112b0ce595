package io.dynafuse.blend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.ImageSpace.Part;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What is put together band by band, from sources in memory or read one after the other, is what is put together at once, to the last bit. */
class BandedBlendingTest {
    private static final int WHOLE = Integer.MAX_VALUE;

    /** Finds a loss that has something to do with each source, and with all. */
    private static final Judge JUDGE = new Judge() {
        @Override
        public List<Plane> losses(List<Image> sources, Compared compared) {
            Plane first = Luma.of(sources.get(0));
            return sources.stream()
                    .map(source -> compared.difference(Luma.of(source), first).map(Math::abs))
                    .toList();
        }

        @Override
        public List<Plane> weights(List<Plane> losses) {
            List<Plane> weights =
                    losses.stream().map(loss -> loss.map(l -> 1 / (1 + l))).toList();
            Plane sum = weights.stream().reduce((a, b) -> a.with(b, Float::sum)).orElseThrow();
            return weights.stream()
                    .map(weight -> weight.with(sum, (w, s) -> w / s))
                    .toList();
        }

        @Override
        public boolean decides() {
            return true;
        }
    };

    /** A scene whose sources are read one after the other. */
    private record OneByOne(Scene scene) implements Scene {
        @Override
        public int count() {
            return scene.count();
        }

        @Override
        public int width() {
            return scene.width();
        }

        @Override
        public int height() {
            return scene.height();
        }

        @Override
        public boolean isColour() {
            return scene.isColour();
        }

        @Override
        public Image source(int index) throws java.io.IOException {
            return scene.source(index);
        }

        @Override
        public Optional<Plane> alpha(int index) throws java.io.IOException {
            return scene.alpha(index);
        }

        @Override
        public boolean isInMemory() {
            return false;
        }
    }

    @Property(tries = 120)
    void bandsDoNotShow(
            @ForAll @IntRange(min = 1, max = 50) int width,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 2, max = 6) int count,
            @ForAll @IntRange(min = 1, max = 40) int bandRows,
            @ForAll Task task,
            @ForAll boolean transparent,
            @ForAll long seed)
            throws Exception {
        Random random = new Random(seed);
        Dominability dominability = withoutSome(task, random);
        Scene scene = scene(width, height, count, transparent, random);
        Blended whole = blended(scene, dominability, task, WHOLE);
        assertSame(blended(scene, dominability, task, bandRows * width), whole);
        assertSame(blended(new OneByOne(scene), dominability, task, bandRows * width), whole);
        assertThat(whole.weights()).hasSize(count);
        assertThat(whole.channels().get(0).values()).doesNotContain(Float.NaN);
    }

    private static Dominability withoutSome(Task task, Random random) {
        Dominability dominability = Blending.defaultDominability(Optional.of(task));
        for (Part part : Blending.parts(Optional.of(task))) {
            if (random.nextInt(6) == 0) {
                dominability = dominability.with(part.offWord());
            }
        }
        return dominability;
    }

    private static Scene scene(int width, int height, int count, boolean transparent, Random random) {
        List<Image> images = new ArrayList<>();
        List<Optional<Plane>> alphas = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            int channels = random.nextBoolean() ? 3 : 1;
            images.add(image(width, height, channels, random));
            // One of each ten pixels, in the first rows none: then there are whole bands without data.
            int empty = random.nextInt(height);
            Plane alpha = Planes.of(width, height, (x, y) -> y < empty || random.nextInt(10) == 0 ? 0 : 1);
            alphas.add(transparent ? Optional.of(alpha) : Optional.empty());
        }
        return new Sources(images, alphas);
    }

    /** Noise on something smooth, so that there are windows of all sizes in which something is to be seen; and often a thing that is much brighter. */
    private static Image image(int width, int height, int channels, Random random) {
        float[] values = new float[channels * width * height];
        double phase = random.nextDouble();
        double noise = random.nextInt(2) * 0.3;
        boolean warm = random.nextBoolean();
        int left = random.nextInt(width);
        int top = random.nextInt(height);
        for (int i = 0; i < values.length; i++) {
            int x = i % width;
            int y = i / width % height;
            double smooth = 0.5 + 0.4 * Math.sin(phase + 0.07 * x + 0.05 * y);
            double value = smooth + noise * (random.nextDouble() - 0.5);
            boolean bright = Math.hypot(x - left, y - top) < height / 10.0;
            values[i] = (float) (warm ? 0.3 * value + (bright ? 0.6 : 0) : value);
        }
        return Image.of(width, height, channels, values, SampleDepth.BITS_16);
    }

    private static Blended blended(Scene scene, Dominability dominability, Task task, int bandPixels) throws Exception {
        Blended.Gathered gathered = new Blended.Gathered(scene.width(), scene.height());
        switch (task) {
            case MULTI_FOCUS -> new FocusBlend(dominability, true, true, bandPixels).onto(gathered, scene, JUDGE);
            case MULTI_EXPOSURE -> new ExposureBlend(dominability, true, bandPixels).onto(gathered, scene, JUDGE);
            case VISIBLE_INFRARED ->
                new InfraredBlend(dominability, true, bandPixels).onto(gathered, scene, JUDGE, List.of());
            case MEDICAL -> new MedicalBlend(dominability, true, bandPixels).onto(gathered, scene, JUDGE);
        }
        return gathered.blended();
    }

    private static void assertSame(Blended actual, Blended expected) {
        assertSame(actual.channels(), expected.channels());
        assertSame(actual.weights(), expected.weights());
        assertSame(actual.depth().stream().toList(), expected.depth().stream().toList());
    }

    private static void assertSame(List<Plane> actual, List<Plane> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).values()).isEqualTo(expected.get(i).values());
        }
    }
}

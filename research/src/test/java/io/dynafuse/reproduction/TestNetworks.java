package io.dynafuse.reproduction;

import io.dynafuse.data.DatasetScene;
import io.dynafuse.data.SourceFile;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.Network;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Networks whose results are known. */
final class TestNetworks {
    static final int SIDE = 16;

    private TestNetworks() {}

    /** Images of one level, the lower half of the rows of another. */
    static Image image(int upper, int lower, SampleDepth depth) {
        float[] values = new float[SIDE * SIDE];
        Arrays.fill(values, 0, values.length / 2, upper / 255f);
        Arrays.fill(values, values.length / 2, values.length, lower / 255f);
        return Image.of(SIDE, SIDE, 1, values, depth);
    }

    /** Writes a scene of two sources. */
    static DatasetScene scene(Path folder, String name) throws IOException {
        List<Path> files = List.of(folder.resolve(name + "-a.png"), folder.resolve(name + "-b.png"));
        ImageFiles.write(image(0, 100, SampleDepth.BITS_8), files.get(0));
        ImageFiles.write(image(50, 200, SampleDepth.BITS_8), files.get(1));
        return scene(name, files);
    }

    /** A scene of sources called a and b. */
    static DatasetScene scene(String name, List<Path> files) {
        return new DatasetScene(
                name, List.of(new SourceFile("a", files.get(0)), new SourceFile("b", files.get(1))), Optional.empty());
    }

    static Reproduction.Row row(Reproduction reproduction, String label) {
        return reproduction.rows().stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + label));
    }

    /**
     * A network that answers every variant with an image whose lower half is as bright as said.
     *
     * @param levels by variant; added to that is the noise times 100
     */
    static Fake fake(Map<String, Integer> levels) {
        return new Fake(Ifcnn.SUM, (variant, noise) -> levels.get(variant) + (int) Math.round(100 * noise));
    }

    /** Remembers with which noise it was opened, and whether all was closed. */
    static final class Fake implements NetworkSource {
        final List<Double> opened = Collections.synchronizedList(new ArrayList<>());
        int open;
        private final Network network;
        private String weights = "fake.pth";
        private boolean trainedHere;
        private final BiFunction<String, Double, Integer> level;

        Fake(Network network, BiFunction<String, Double, Integer> level) {
            this.network = network;
            this.level = level;
        }

        Fake named(String name) {
            weights = name;
            return this;
        }

        Fake trainedHere(String name) {
            trainedHere = true;
            return named(name);
        }

        @Override
        public String weights() {
            return weights;
        }

        @Override
        public Identity identify() {
            return new Identity(network, trainedHere);
        }

        @Override
        public Loaded open(double parameterNoise) {
            opened.add(parameterNoise);
            open++;
            return new Loaded() {
                @Override
                public Fused fuse(List<Image> sources, List<Role> roles, String variant) {
                    int lower = level.apply(variant, parameterNoise);
                    return new Fused(image(0, lower, SampleDepth.FLOAT_32), List.of("a note"));
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}

package io.dynafuse.network.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Differences;
import io.dynafuse.testing.RandomNetworks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IFCNN as a network that Dynafuse does not know fuses as IFCNN. */
class IfcnnCopiesTest {
    private static final double CLOSE = 1e-4;

    @TempDir
    private Path folder;

    @Test
    void torchScriptFusesAsIfcnn() throws Exception {
        OwnCheckpoint copy = new IfcnnCopies(folder).script();
        // Found by comparing with forward.
        assertThat(copy.network().description()).contains("features of 64 channels fused by sum");
        assertFusesAsIfcnn(copy, 3, false);
    }

    @Test
    void torchScriptHasItsDerivatives() throws Exception {
        assertFusesAsIfcnn(new IfcnnCopies(folder).script(), 2, true);
    }

    @Test
    void onnxFusesAsIfcnn() throws Exception {
        assertFusesAsIfcnn(new IfcnnCopies(folder).onnx(), 3, false);
    }

    @Test
    void onnxOfOneGraphFusesStaticallyAndJudgesForWeightsOnImages() throws Exception {
        List<Image> images = images(2);
        try (Fuser own = Fuser.with(new IfcnnCopies(folder).staticOnnx()).open();
                Fuser ifcnn = ifcnn()) {
            assertThat(difference(own, ifcnn, images, Variant.STATIC)).isLessThan(CLOSE);
            Variant onImages = Variant.of(Dominability.of(Reference.FUSED).with("image"));
            assertThat(difference(own, ifcnn, images, onImages)).isLessThan(CLOSE);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> own.fuse(images, Variant.of(Dominability.of(Reference.FUSED))))
                    .withMessage("own:whole has no place where fusion weights can act; it fuses statically only");
        }
    }

    private void assertFusesAsIfcnn(OwnCheckpoint copy, int sources, boolean gradients) throws Exception {
        List<Image> images = images(sources);
        try (Fuser own = Fuser.with(copy).open();
                Fuser ifcnn = ifcnn()) {
            assertThat(difference(own, ifcnn, images, Variant.STATIC)).isLessThan(CLOSE);
            for (Reference reference : Reference.values()) {
                Dominability dominability = Dominability.of(reference).with("k=3");
                assertThat(difference(own, ifcnn, images, Variant.of(dominability)))
                        .as("%s", reference)
                        .isLessThan(CLOSE);
            }
            if (gradients) {
                Dominability derived = Dominability.of(Reference.FUSED).with("gradient=l1,channel=mean");
                assertThat(difference(own, ifcnn, images, Variant.of(derived))).isLessThan(CLOSE);
            }
            // Otherwise nothing would show that weights act.
            assertThat(Differences.largest(
                            own.fuse(images, Variant.STATIC).image().values(),
                            own.fuse(
                                            images,
                                            Variant.of(Dominability.of(Reference.COMPONENT)
                                                    .with("k=3")))
                                    .image()
                                    .values()))
                    .isGreaterThan(100 * CLOSE);
        }
    }

    private static double difference(Fuser own, Fuser ifcnn, List<Image> images, Variant variant) throws Exception {
        FusedImage copied = own.fuse(images, variant);
        return Differences.largest(
                copied.image().values(), ifcnn.fuse(images, variant).image().values());
    }

    private static Fuser ifcnn() throws Exception {
        FusionModel model = RandomNetworks.load(Ifcnn.SUM, IfcnnCopies.SEED);
        return Fuser.with(model).open();
    }

    private static List<Image> images(int count) {
        Random random = new Random(3);
        List<Image> images = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            float[] values = new float[3 * 53 * 37];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat();
            }
            images.add(Image.of(53, 37, 3, values, SampleDepth.FLOAT_32));
        }
        return images;
    }
}

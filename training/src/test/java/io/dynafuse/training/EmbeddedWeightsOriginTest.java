package io.dynafuse.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.scenes.MedicalPair;
import io.dynafuse.scenes.SceneMaker;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.scenes.SyntheticScene;
import io.dynafuse.task.Task;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The embedded weights follow from commands that their model cards name. Whoever changes a digest here has changed what those commands make: then
 * {@link TrainingPlan#FORMAT} is to be raised, and the cards must say which version of the program their commands are of, or the weights be
 * trained anew.
 */
class EmbeddedWeightsOriginTest {
    // As many as it takes for every choice of a maker to be made both ways.
    private static final int SEEDS = 12;

    static Stream<Arguments> makers() {
        return Stream.of(
                Arguments.of(
                        "focus",
                        SceneMakers.of(Task.MULTI_FOCUS),
                        "991cfcf24fbca5170421db2d073c80add6bc64a2cde1ef6dca9ea613c290779e"),
                Arguments.of(
                        "three focus planes",
                        SceneMakers.of(Task.MULTI_FOCUS, 3),
                        "6bae4345b733fca02f0ef2211f688bb16048508d769f07b75dc1b73d79e63f65"),
                Arguments.of(
                        "exposure",
                        SceneMakers.of(Task.MULTI_EXPOSURE),
                        "fb075cbc9960d7b409fbfb4c1b6a7def9ae9af96384322da0504b5860a072325"),
                Arguments.of(
                        "three exposures",
                        SceneMakers.of(Task.MULTI_EXPOSURE, 3),
                        "06d29f13640940803434b7b86318b1d034279197dbf0a43878ef54cb71757d23"),
                Arguments.of(
                        "visible-infrared",
                        SceneMakers.of(Task.VISIBLE_INFRARED),
                        "3974bd7fb52b96d838f36a72186ce88b5b538f8836eb15b00f6585cb9aa59bb4"),
                Arguments.of(
                        "mri-ct",
                        SceneMakers.medical(MedicalPair.MRI_CT),
                        "8055f714d943247aba71f39941993b23c23f656c5f0c666717fddc856ee7d184"),
                Arguments.of(
                        "mri-pet",
                        SceneMakers.medical(MedicalPair.MRI_PET),
                        "1bcfd8165f62bd3ae3c596a57754d69f723e53eb37bec719feb5dd1fdb928e38"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("makers")
    void scenesAreThoseThatTheEmbeddedWeightsLearnedFrom(String name, SceneMaker maker, String sha256) {
        MessageDigest digest = newDigest();
        for (int seed = 0; seed < SEEDS; seed++) {
            SyntheticScene scene = maker.make(48, 40, seed);
            Stream.concat(scene.sources().stream(), scene.truth().stream())
                    .map(Image::values)
                    .forEach(values -> update(digest, values));
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256);
    }

    @Test
    void networksBeginWhereTheEmbeddedWeightsBegan() {
        Map<String, float[]> initial = new TreeMap<>(Ifcnn.MEAN.parameters().initialValues(1));
        MessageDigest digest = newDigest();
        initial.values().forEach(values -> update(digest, values));
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("484f52187410b283e17ae63ff4ce08f8c9c545be69c12a92c7fcd28312dec51a");
    }

    private static void update(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

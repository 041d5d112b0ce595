package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reaches the encoder and what is learned, in an autoencoder of 8 pixels a token. */
class MaskedAutoencoderTest {
    private static final int SIDE = 112;
    private static final int CELL = 8;
    private static final int CELLS = 14;
    private static final int PLANE = SIDE * SIDE;
    private static final MaskedAutoencoder AUTOENCODER = new MaskedAutoencoder(
            new TcMoaShape(16, new Stack(16, 2, 2), new Stack(8, 1, 2), 4, 4, true, Positions.OF_WINDOWS, 448));
    private static final int[] ALL = IntStream.range(0, CELLS * CELLS).toArray();
    // A row and two tokens far from it, in no order.
    private static final int[] SOME =
            IntStream.concat(IntStream.of(190, 61), IntStream.range(28, 42)).toArray();
    private static final int[] OTHERS = IntStream.range(100, 116).toArray();
    private static final int SEEN = 61;
    private static final int MASKED = 62;

    private final Scope scope = Scope.open();
    private final Parameters parameters = AUTOENCODER.parameters().initialise(3);

    @AfterEach
    void close() {
        parameters.close();
        scope.close();
    }

    private static float[] noise(int images) {
        Random random = new Random(1);
        float[] values = new float[images * TcMoaShape.CHANNELS * PLANE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static Tensor images(float[] values) {
        return Tensor.of(values, values.length / TcMoaShape.CHANNELS / PLANE, TcMoaShape.CHANNELS, SIDE, SIDE);
    }

    private float[] reconstructed(float[] images, int[]... visible) {
        return AUTOENCODER
                .reconstructed(images(images), List.of(visible), parameters)
                .toFloats();
    }

    /** Changes the middle of a token of the first image, of which nothing is seen in others where an image is doubled. */
    private static float[] changed(float[] images, int token) {
        float[] changed = images.clone();
        for (int y = 2; y < CELL - 2; y++) {
            for (int x = 2; x < CELL - 2; x++) {
                changed[(token / CELLS * CELL + y) * SIDE + token % CELLS * CELL + x] += 3;
            }
        }
        return changed;
    }

    @Test
    void anImageHasATokenForEveryEightPixels() {
        assertThat(AUTOENCODER.side()).isEqualTo(SIDE);
        assertThat(AUTOENCODER.tokens()).isEqualTo(CELLS * CELLS);
        assertThat(TcMoa.BASE.autoencoder().side()).isEqualTo(SIDE);
    }

    @Test
    void whatIsMaskedReachesNothing() {
        float[] images = noise(1);
        assertThat(reconstructed(changed(images, MASKED), SOME)).isEqualTo(reconstructed(images, SOME));
    }

    /** Attention takes it everywhere, but to no other image. */
    @Test
    void whatIsVisibleReachesAllOfItsImageAndNoOther() {
        float[] images = noise(2);
        float[] before = reconstructed(images, SOME, OTHERS);
        float[] after = reconstructed(changed(images, SEEN), SOME, OTHERS);
        int size = before.length / 2;
        for (int token = 0; token < CELLS * CELLS; token++) {
            int pixel = token / CELLS * CELL * SIDE + token % CELLS * CELL;
            assertThat(after[pixel]).as("token %d", token).isNotEqualTo(before[pixel]);
        }
        assertThat(IntStream.range(size, 2 * size).allMatch(i -> after[i] == before[i]))
                .isTrue();
    }

    @Test
    void everyImageHasTokensOfItsOwn() {
        float[] images = noise(2);
        float[] together = reconstructed(images, SOME, OTHERS);
        float[] second = new float[together.length / 2];
        System.arraycopy(images, second.length, second, 0, second.length);
        float[] alone = reconstructed(second, OTHERS);
        for (int i = 0; i < alone.length; i++) {
            assertThat(together[second.length + i]).isCloseTo(alone[i], within(1e-4f));
        }
    }

    /** So that each token is put back where it came from. */
    @Test
    void theOrderOfTheVisibleTokensDoesNotMatter() {
        float[] images = noise(1);
        float[] inOrder = reconstructed(images, ALL);
        int[] backwards =
                IntStream.range(0, ALL.length).map(i -> ALL.length - 1 - i).toArray();
        float[] reversed = reconstructed(images, backwards);
        for (int i = 0; i < inOrder.length; i++) {
            assertThat(reversed[i]).isCloseTo(inOrder[i], within(1e-4f));
        }
    }

    /** Only the mask token is not used if nothing is masked. */
    @Test
    void gradientsReachEveryParameterThatIsTrained() {
        List<String> names = new ArrayList<>(AUTOENCODER.parameters().trained());
        assertThat(names)
                .contains("mask_token", "patch_embed.proj.weight", "decoder_pred.bias")
                .doesNotContain("cls_token", "pos_embed", "decoder_pos_embed")
                .hasSize(parameters.names().size() - 3);
        Map<String, Tensor> all = new LinkedHashMap<>();
        parameters.names().forEach(name -> all.put(name, parameters.get(name)));
        names.forEach(name -> all.computeIfPresent(name, (same, tensor) -> tensor.asVariable()));
        List<Tensor> variables = names.stream().map(all::get).toList();
        Tensor image = images(noise(1));
        List<Tensor> gradients = Autograd.gradients(
                Autograd.record(() -> AUTOENCODER
                        .reconstructed(image, List.of(SOME), Parameters.of(all))
                        .minus(image)
                        .square()
                        .meanOfAll()),
                variables);
        for (int i = 0; i < names.size(); i++) {
            assertThat(gradients.get(i).absolute().maximumOfAll().toFloats()[0])
                    .as(names.get(i))
                    .isFinite()
                    .isPositive();
        }
    }

    @Test
    void tokensAndImagesThatDoNotFitAreRefused() {
        float[] images = noise(2);
        for (int[] wrong : new int[][] {{}, {0, 0}, {0, 196}, {-1, 0}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reconstructed(images, wrong, wrong))
                    .withMessageStartingWith(
                            "expected as many tokens of each image, each once, from 0 to 195, found [");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> reconstructed(images, SOME, ALL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reconstructed(images, SOME))
                .withMessage("expected images [1, 3, 112, 112], found [2, 3, 112, 112]");
    }
}

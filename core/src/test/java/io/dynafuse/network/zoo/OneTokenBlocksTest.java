package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.testing.Differences;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The transformer blocks of one token against attention itself, and against numbers worked out by hand. */
class OneTokenBlocksTest {
    private static final OneTokenBlocks BLOCKS = new OneTokenBlocks(2, 2);

    /**
     * A channel of 0 and 5 and one of 2 and 9: tokens are the two pixels of a channel, not the two channels of a pixel. Normalised they are -1 and 1; the
     * values double that, the projection adds 10, and the second half of the block adds nothing.
     */
    @Test
    void tokensAreNeighboursInMemory() {
        OneTokenBlocks block = new OneTokenBlocks(2, 1);
        try (Parameters initial = block.declare("layer").initialise(1);
                Scope scope = Scope.open()) {
            Map<String, Tensor> chosen = new LinkedHashMap<>();
            chosen.put("attn.qkv.weight", Tensor.of(new float[] {7, 8, 9, 7, 8, 9, 7, 8, 2, 0, 0, 2}, 6, 2));
            chosen.put("attn.qkv.bias", Tensor.of(new float[6], 6));
            chosen.put("attn.proj.weight", Tensor.of(new float[] {1, 0, 0, 1}, 2, 2));
            chosen.put("attn.proj.bias", Tensor.of(new float[] {10, 10}, 2));
            chosen.put("mlp.fc2.weight", Tensor.of(new float[16], 2, 8));
            chosen.put("mlp.fc2.bias", Tensor.of(new float[2], 2));
            Parameters layer = initial.in("layer");
            Map<String, Tensor> full = new LinkedHashMap<>();
            chosen.forEach((name, tensor) -> full.put("blocks.0." + name, tensor));
            Tensor features = Tensor.of(new float[] {0, 5, 2, 9}, 1, 2, 1, 2);
            for (Tensor layout : List.of(features, features.channelsLast())) {
                assertThat(block.apply(layout, layer.with(full)).toFloats())
                        .containsExactly(new float[] {8, 17, 10, 21}, within(1e-4f));
            }
        }
    }

    /** Images side by side are as each by itself. */
    @Test
    void everyImageIsByItself() {
        try (Parameters initial = BLOCKS.declare("layer").initialise(1);
                Scope scope = Scope.open()) {
            Parameters layer = initial.in("layer");
            Tensor features = Tensor.of(new float[] {1, 2, 4, 3, 7, 5, 9, 1, 2, 8, 6, 6}, 2, 2, 1, 3);
            float[] together = BLOCKS.apply(features, layer).toFloats();
            for (int n = 0; n < 2; n++) {
                float[] alone = BLOCKS.apply(features.slice(0, n, 1), layer).toFloats();
                assertThat(Differences.largest(alone, Arrays.copyOfRange(together, 6 * n, 6 * n + 6)))
                        .isLessThan(1e-6);
            }
        }
    }

    /** A softmax over one token is 1: attention passes on its value, whatever query, key and bias are. */
    @Test
    void attentionOfOneTokenIsItsValue() {
        try (Scope scope = Scope.open()) {
            Tensor value = Tensor.of(new float[] {3, -4}, 1, 1, 1, 2);
            Tensor query = Tensor.of(new float[] {5, 6}, 1, 1, 1, 2);
            Tensor bias = Tensor.of(new float[] {-2}, 1, 1, 1, 1);
            assertThat(query.attend(query, value, Optional.of(bias)).toFloats()).containsExactly(3, -4);
        }
    }

    @Test
    void onlyWhatHasNoEffectIsIgnored() {
        assertThat(OneTokenBlocks.isWithoutEffect("basicLayer.blocks.0.attn.relative_position_bias_table"))
                .isTrue();
        assertThat(OneTokenBlocks.isWithoutEffect("basicLayer.blocks.1.attn.relative_position_index"))
                .isTrue();
        assertThat(OneTokenBlocks.isWithoutEffect("patch_embed.norm.weight")).isTrue();
        assertThat(OneTokenBlocks.isWithoutEffect("basicLayer.blocks.0.attn.qkv.weight"))
                .isFalse();
    }
}

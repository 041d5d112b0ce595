package io.dynafuse.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointLoaderTest {
    @TempDir
    Path folder;

    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private void add(String prefix, long seed) {
        RandomNetworks.stored(Ifcnn.MEAN, seed).forEach((name, tensor) -> tensors.put(prefix + name, tensor));
    }

    private void add(String name, List<Long> shape) {
        int elements = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        tensors.put(name, new StoredTensor(shape, new float[elements]));
    }

    private Checkpoint open() throws IOException {
        Path file = folder.resolve("ifcnn-mean.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return Checkpoint.open(file);
    }

    private void assertTaken(long seed, String... notes) throws IOException {
        try (Checkpoint checkpoint = open()) {
            assertThat(CheckpointLoader.choose(checkpoint).network()).isEqualTo(Ifcnn.MEAN);
            Map<String, StoredTensor> found = CheckpointLoader.values(Ifcnn.MEAN, checkpoint);
            RandomNetworks.stored(Ifcnn.MEAN, seed)
                    .forEach((name, tensor) ->
                            assertThat(found.get(name).values()).isEqualTo(tensor.values()));
            assertThat(CheckpointLoader.notes(Ifcnn.MEAN, checkpoint)).containsExactly(notes);
        }
    }

    private void assertRefused(String reason) throws IOException {
        try (Checkpoint checkpoint = open()) {
            assertThatThrownBy(() -> CheckpointLoader.choose(checkpoint))
                    .isExactlyInstanceOf(CheckpointException.class)
                    .hasMessage(checkpoint.name() + ": " + reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "module.",
                "_orig_mod.",
                "module._orig_mod.",
                "module.module.",
                "model.",
                "model.module.",
                "model._orig_mod.",
                "net.",
                "backbone.",
                "state_dict.model.net.",
                "ein.netz.mit.vielen.teilen."
            })
    void onePrefixOfAllNamesIsNone(String prefix) throws IOException {
        add(prefix, 1);
        assertTaken(1);
    }

    @Test
    void countersAreNoPartOfANetwork() throws IOException {
        add("module.", 1);
        add("n_averaged", List.of());
        add("module.conv2.bn.num_batches_tracked", List.of());
        assertTaken(1);
    }

    @Test
    void whatLiesElsewhereIsLeftOutAloud() throws IOException {
        add("generator.", 1);
        add("discriminator.conv.weight", List.of(2L, 3L));
        add("discriminator.conv.bias", List.of(2L));
        assertTaken(
                1,
                "is read below generator; what lies elsewhere is left out: discriminator.conv.weight,"
                        + " discriminator.conv.bias");
    }

    /** As basicsr and others validate with it. */
    @ParameterizedTest
    @ValueSource(strings = {"params_ema.", "ema.", "model_ema.", "net.ema.", "g_ema.", "EMA_model.module."})
    void theRunningAverageIsTakenBeforeTheLastParameters(String average) throws IOException {
        add("params.", 1);
        add(average, 2);
        assertTaken(
                2,
                "holds ifcnn-mean 2 times: the running average, below " + average.substring(0, average.length() - 1)
                        + ", is taken, not what is below params");
    }

    @Test
    void theAverageBesideParametersWithoutAPrefixIsTakenToo() throws IOException {
        add("", 1);
        add("ema.", 2);
        assertTaken(
                2, "holds ifcnn-mean 2 times: the running average, below ema, is taken, not what is without a prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first.", "cinema."})
    void twoOfOneKindAreRefusedUnlessAKeyTells(String other) throws IOException {
        add(other, 1);
        add("second.", 2);
        String key = other.substring(0, other.length() - 1);
        assertRefused("fits no known network; it holds ifcnn-mean 2 times, below " + key
                + " and below second, and nothing tells which to take; `dynafuse install FILE --key KEY` keeps one of"
                + " them under a name");
        try (Checkpoint checkpoint = open().below("second")) {
            assertThat(CheckpointLoader.values(Ifcnn.MEAN, checkpoint)
                            .get("conv4.bias")
                            .values())
                    .isEqualTo(tensors.get("second.conv4.bias").values());
        }
    }

    @Test
    void theNearestNetworkIsNamedWithAllThatDiffers() throws IOException {
        add("", 1);
        tensors.keySet().removeIf(name -> name.startsWith("conv3."));
        tensors.remove("conv2.bn.bias");
        add("conv4.bias", List.of(1L));
        add("attention.query", List.of(2L));
        assertRefused("fits no known network; the nearest is ifcnn-mean: 7 of its 13 tensors are there;"
                + " missing: conv2.bn.bias, conv3.conv.weight, conv3.bn.weight, conv3.bn.bias,"
                + " conv3.bn.running_mean and 1 more;"
                + " not part of the network: attention.query;"
                + " of another shape: conv4.bias [1] in place of [3]");
    }

    @Test
    void aLayerForGrayImagesIsNamedAsSuch() throws IOException {
        add("net.", 1);
        add("net.conv1.weight", List.of(64L, 1L, 7L, 7L));
        assertRefused("fits no known network; the nearest is ifcnn-mean: 13 of its 13 tensors are there; below net,"
                + " of another shape: conv1.weight [64, 1, 7, 7] in place of [64, 3, 7, 7] (the first layer takes"
                + " images of 1 channel: gray ones, this network's takes 3 channels: RGB)");
        try (Checkpoint checkpoint = open()) {
            assertThatThrownBy(() -> CheckpointLoader.load(Ifcnn.MAX, checkpoint))
                    .hasMessageStartingWith(checkpoint.name()
                            + ": does not fit ifcnn-max: below net, of another shape: conv1.weight [64, 1, 7, 7]");
        }
    }

    @Test
    void whatHoldsNoTensorOfAnyNetworkIsListed() throws IOException {
        add("layer4.0.weight", List.of(2L));
        assertRefused("fits no known network: it holds 1 tensor, layer4.0.weight [2]; `dynafuse inspect` lists all of"
                + " them, `dynafuse models` the networks; docs/own-network.md says how to export another one so that it can be"
                + " fused with");
        try (Checkpoint checkpoint = open()) {
            assertThat(CheckpointLoader.nearest(checkpoint)).isEqualTo(Optional.empty());
        }
    }
}

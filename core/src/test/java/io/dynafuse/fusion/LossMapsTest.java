package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.Network;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.nn.Strips;
import io.dynafuse.task.Role;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.TrainedReFusion;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss proposal module asks of the fused image. */
class LossMapsTest {
    private static final float LEVEL = 1f / 65535;

    private final Map<String, StoredTensor> tensors = TrainedReFusion.stored("", 1);

    @TempDir
    private Path folder;

    private Path write() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private FusedImage fuse(UnaryOperator<Fuser.Builder> settings, List<Image> sources, Role... roles)
            throws Exception {
        try (Fuser fuser = settings.apply(Fuser.with(write()).withoutWeights())
                .keepLossMaps()
                .open()) {
            return fuser.fuse(sources, List.of(roles));
        }
    }

    private LossMaps maps(List<Image> sources, Role... roles) throws Exception {
        return fuse(builder -> builder, sources, roles).lossMaps().orElseThrow();
    }

    private static Image noise(int width, int height, int channels, long seed) {
        Random random = new Random(seed);
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(width, height, channels, values, SampleDepth.BITS_8);
    }

    private static List<Image> sources(int width, int height) {
        return List.of(noise(width, height, 3, 1), noise(width, height, 1, 2));
    }

    private static List<List<Image>> both(LossMaps maps) {
        return List.of(maps.intensity(), maps.gradient());
    }

    @Test
    void theMapsOfBothSourcesAreOneTogetherAndAsLargeAsTheSources() throws Exception {
        for (List<Image> ofSources : both(maps(sources(40, 24)))) {
            assertThat(ofSources).hasSize(2).allSatisfy(map -> {
                assertThat(map.width()).isEqualTo(40);
                assertThat(map.height()).isEqualTo(24);
                assertThat(map.depth()).isEqualTo(SampleDepth.BITS_16);
            });
            float[] first = ofSources.get(0).values();
            float[] second = ofSources.get(1).values();
            assertThat(first).isNotEqualTo(second);
            for (int i = 0; i < first.length; i++) {
                assertThat(first[i] + second[i]).isCloseTo(1, within(1.01f * LEVEL));
            }
        }
    }

    @Test
    void withoutALastConvolutionNothingIsPreferred() throws Exception {
        for (String part : List.of("intensity", "gradient")) {
            tensors.computeIfPresent(
                    "proposal." + part + ".project_out.weight",
                    (name, last) -> new StoredTensor(last.shape(), new float[last.values().length]));
        }
        both(maps(sources(20, 20)))
                .forEach(ofSources ->
                        ofSources.forEach(map -> assertThat(map.values()).containsOnly(32768 * LEVEL)));
    }

    /** Cut into strips, colours by their luma. */
    @Test
    void theMapsAreWhatTheModuleGivesForTheWhole() throws Exception {
        List<Image> sources = sources(170, 260);
        LossMaps found = maps(sources);
        try (Scope scope = Scope.open();
                Checkpoint checkpoint = Checkpoint.open(write());
                Parameters module = CheckpointLoader.companion(ReFusion.FULL, ReFusion.PROPOSAL, checkpoint)
                        .orElseThrow()) {
            List<Tensor> lumas = sources.stream()
                    .map(source -> Bt601.luma(source.rgb(new Region(0, 0, 170, 260))))
                    .map(luma -> Tensor.of(luma, 1, 1, 260, 170))
                    .toList();
            LossProposal whole = LossProposal.of(lumas, module, Strips.WHOLE);
            for (int m = 0; m < 2; m++) {
                assertThat(found.intensity().get(m).values())
                        .containsExactly(whole.intensity().slice(1, m, 1).toFloats(), within(LEVEL));
                assertThat(found.gradient().get(m).values())
                        .containsExactly(whole.gradient().slice(1, m, 1).toFloats(), within(LEVEL));
            }
        }
    }

    @Test
    void rolesDecideTheOrderAndNotThatOfTheFiles() throws Exception {
        List<Image> sources = sources(16, 12);
        LossMaps found = maps(List.of(sources.get(1), sources.get(0)), Role.INFRARED, Role.VISIBLE);
        LossMaps turned = maps(sources, Role.VISIBLE, Role.INFRARED);
        for (int m = 0; m < 2; m++) {
            assertThat(turned.intensity().get(m).values())
                    .isEqualTo(found.intensity().get(1 - m).values());
            assertThat(turned.gradient().get(m).values())
                    .isEqualTo(found.gradient().get(1 - m).values());
        }
    }

    @Test
    void whatIsFusedDoesNotChange() throws Exception {
        List<Image> sources = sources(16, 12);
        FusedImage with = fuse(builder -> builder, sources);
        try (Fuser fuser = Fuser.with(write()).withoutWeights().open()) {
            FusedImage without = fuser.fuse(sources);
            assertThat(without.lossMaps()).isEmpty();
            assertThat(with.image().values()).isEqualTo(without.image().values());
            assertThat(with.notes()).isEqualTo(without.notes());
        }
    }

    @Test
    void theMapsCountForTheMemory() throws Exception {
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() -> fuse(builder -> builder.inexactTiles().memory(400L << 20), sources(900, 800)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ema.", "a.b."})
    void theModuleLiesBesideTheNetworkAndNothingIsSaidOfItsCompanions(String prefix) throws Exception {
        tensors.clear();
        tensors.putAll(TrainedReFusion.stored(prefix, 2));
        try (Checkpoint checkpoint = Checkpoint.open(write())) {
            assertThat(CheckpointLoader.companions(ReFusion.FULL, checkpoint))
                    .containsExactly("reconstruction", "proposal");
            assertThat(CheckpointLoader.notes(ReFusion.FULL, checkpoint)).isEmpty();
        }
        assertThat(maps(sources(12, 12)).intensity()).hasSize(2);
    }

    @Test
    void anAverageIsTakenWithItsOwnCompanions() throws Exception {
        tensors.putAll(TrainedReFusion.stored("ema.", 2));
        try (Checkpoint checkpoint = Checkpoint.open(write());
                Parameters module = CheckpointLoader.companion(ReFusion.FULL, ReFusion.PROPOSAL, checkpoint)
                        .orElseThrow()) {
            assertThat(module.get("intensity.project_in.weight").toFloats())
                    .isEqualTo(tensors.get("ema.proposal.intensity.project_in.weight")
                            .values());
            assertThat(CheckpointLoader.notes(ReFusion.FULL, checkpoint))
                    .containsExactly(
                            "holds refusion 2 times: the running average, below ema.fusion, is taken, not what is below fusion");
        }
    }

    @Test
    void whatBelongsToNothingIsStillSaid() throws Exception {
        tensors.put("proposal.other", new StoredTensor(List.of(1L), new float[1]));
        tensors.put("elsewhere.proposal.intensity.project_in.weight", new StoredTensor(List.of(1L), new float[1]));
        try (Checkpoint checkpoint = Checkpoint.open(write())) {
            assertThat(CheckpointLoader.notes(ReFusion.FULL, checkpoint))
                    .containsExactly("is read below fusion; what lies elsewhere is left out: proposal.other,"
                            + " elsewhere.proposal.intensity.project_in.weight");
        }
    }

    private void assertRefused(String words) throws IOException {
        Path file = write();
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(() -> Fuser.with(file).keepLossMaps().open())
                .withMessageContainingAll(file.toString(), words);
    }

    @Test
    void aCheckpointWithoutTheModuleIsRefused() throws IOException {
        tensors.keySet().removeIf(name -> name.startsWith("proposal."));
        assertRefused("holds refusion without a loss proposal module, which makes loss maps; expected the"
                + " weights.safetensors of `dynafuse train refusion`");
        for (Network network : List.of(ReFusion.FULL, Ifcnn.MAX)) {
            tensors.clear();
            tensors.putAll(RandomNetworks.stored(network, 1));
            assertRefused("without a loss proposal module");
        }
    }

    @Test
    void aModuleThatIsNotWholeIsRefused() throws IOException {
        String name = "proposal.gradient.project_out.weight";
        StoredTensor last = tensors.get(name);
        tensors.put(name, new StoredTensor(List.of(1L), new float[1]));
        assertRefused("does not fit the proposal module of refusion: expected a tensor " + name
                + " of shape [2, 16, 3, 3], found [1]");
        tensors.remove(name);
        assertRefused("expected a tensor " + name + " of shape [2, 16, 3, 3], found none");
        last.values()[7] = Float.NaN;
        tensors.put(name, last);
        assertRefused(name + " holds NaN");
    }

    @Test
    void theFilesAreCalledAfterTheirSources() {
        List<Path> names = new ArrayList<>();
        for (String name : List.of("a-w", "b-w", "a-v", "b-v")) {
            Stream.of("", "-viridis").forEach(end -> names.add(folder.resolve(name + end + ".png")));
        }
        assertThat(SourceMapFiles.of(folder, List.of("a", "b"), LossMaps.NAMES).all())
                .containsExactlyElementsOf(names);
    }
}

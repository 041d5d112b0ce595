package io.dynafuse.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.network.Publication.PublishedFile;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files of a network's authors are recognised and read. */
class PublishedCheckpointTest {
    @TempDir
    Path folder;

    /** A network of one kernel, whose authors call it otherwise. */
    private record Toy(CheckpointAdapter checkpointAdapter, List<PublishedFile> files) implements StaticNetwork {
        @Override
        public String id() {
            return "toy";
        }

        @Override
        public String description() {
            return "a toy";
        }

        @Override
        public Optional<Publication> publication() {
            return Optional.of(new Publication(
                    2020, "Nobody: Toy", List.of(Task.MEDICAL), Optional.empty(), files, "none", "with nothing"));
        }

        @Override
        public NetworkFacts facts() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ParameterDeclarations parameters() {
            return ParameterDeclarations.of("kernel", Initializer.constant(0), 2, 1, 2, 3);
        }

        @Override
        public Optional<Task> taskOf(String fileName) {
            return fileName.contains("scans") ? Optional.of(Task.MEDICAL) : Optional.empty();
        }

        @Override
        public Tensor fuse(SourceTensors sources, Parameters parameters) {
            throw new UnsupportedOperationException();
        }
    }

    private static Toy toy(CheckpointAdapter adapter, PublishedFile... files) {
        return new Toy(adapter, List.of(files));
    }

    private static PublishedFile file(String path, String sha256) {
        return new PublishedFile("github.com/nobody/toy", "1234567", path, sha256);
    }

    private Checkpoint open(String name, Map<String, StoredTensor> tensors, Map<String, String> metadata)
            throws IOException {
        Path file = folder.resolve(name);
        Safetensors.write(file, tensors, metadata);
        return Checkpoint.open(file);
    }

    private static StoredTensor kernel() {
        return new StoredTensor(List.of(2L, 1L, 2L, 3L), new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    }

    @Test
    void kernelsForTrueConvolutionAreTurnedBy180Degrees() throws IOException {
        CheckpointAdapter adapter = new CheckpointAdapter(name -> Optional.of(name.equals("arr_0") ? "kernel" : name));
        try (Checkpoint checkpoint = open("x", Map.of("net.arr_0", kernel()), Map.of())) {
            assertThat(CheckpointLoader.values(toy(adapter), checkpoint)
                            .get("kernel")
                            .values())
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
            assertThat(CheckpointLoader.values(toy(adapter.turning("arr_0"::equals)), checkpoint)
                            .get("kernel")
                            .values())
                    .containsExactly(6, 5, 4, 3, 2, 1, 12, 11, 10, 9, 8, 7);
        }
    }

    @Test
    void whatANetworkDoesNotUseIsToldButForCounters() throws IOException {
        CheckpointAdapter adapter =
                new CheckpointAdapter(name -> name.equals("kernel") ? Optional.of(name) : Optional.empty());
        StoredTensor one = new StoredTensor(List.of(1L), new float[1]);
        try (Checkpoint checkpoint = open(
                "x", Map.of("net.kernel", kernel(), "net.teacher", one, "net.num_batches_tracked", one), Map.of())) {
            assertThat(CheckpointLoader.notes(toy(adapter), checkpoint))
                    .containsExactly("holds 1 tensor that toy does not use: net.teacher");
        }
    }

    @Test
    void aPublishedFileIsRecognisedByItsBytesAlone() throws IOException {
        try (Checkpoint checkpoint = open("renamed", Map.of("kernel", kernel()), Map.of())) {
            Toy toy = toy(
                    CheckpointAdapter.NONE,
                    file("Exposures/model.pth", "0".repeat(64)),
                    file("Scans/model.pth", checkpoint.sha256()));
            PublishedCheckpoint found =
                    PublishedCheckpoint.find(toy, checkpoint).orElseThrow();
            assertThat(found.words())
                    .isEqualTo("is the published Scans/model.pth of github.com/nobody/toy at 1234567, for medical");
            assertThat(found.task()).contains(Task.MEDICAL);
            assertThat(PublishedCheckpoint.otherwise(toy, checkpoint)).isEmpty();
        }
    }

    @Test
    void anyOtherFileIsToldUnlessNoneIsKnownOrItIsOfOnesOwn() throws IOException {
        Toy toy = toy(CheckpointAdapter.NONE, file("model.pth", "0".repeat(64)));
        try (Checkpoint other = open("other", Map.of("kernel", kernel()), Map.of());
                Checkpoint own = open("own", Map.of("kernel", kernel()), Map.of("network", "toy"))) {
            assertThat(PublishedCheckpoint.find(toy, other)).isEmpty();
            assertThat(PublishedCheckpoint.otherwise(toy, other))
                    .contains(
                            "is no published checkpoint of toy, whose files `dynafuse models toy` lists: its SHA-256 is "
                                    + other.sha256().substring(0, 12) + "…");
            assertThat(PublishedCheckpoint.otherwise(toy, own)).isEmpty();
            assertThat(PublishedCheckpoint.otherwise(toy(CheckpointAdapter.NONE), other))
                    .isEmpty();
        }
    }

    @Test
    void ofSeveralFilesAllMustBePublished() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        open("first", Map.of("kernel", kernel()), Map.of()).close();
        open("second", Map.of("other", kernel()), Map.of()).close();
        try (Checkpoint alone = Checkpoint.open(first);
                Checkpoint both = Checkpoint.open(List.of(first, second))) {
            PublishedFile one = file("a", alone.sha256());
            assertThat(PublishedCheckpoint.find(toy(CheckpointAdapter.NONE, one), both))
                    .isEmpty();
            assertThat(both.fileChecksums()).containsOnlyKeys("first", "second");
            PublishedFile two = file("b", both.fileChecksums().get("second"));
            Toy toy = toy(CheckpointAdapter.NONE, two, one);
            assertThat(PublishedCheckpoint.find(toy, both)).contains(new PublishedCheckpoint(toy, List.of(one, two)));
        }
    }
}

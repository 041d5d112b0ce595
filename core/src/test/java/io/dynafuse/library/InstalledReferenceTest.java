package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.checkpoint.CheckpointFormat;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Reference;
import io.dynafuse.testing.ReferenceNetworks;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The authors' own files. */
class InstalledReferenceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Ifcnn.class)
    void everyValueOfIfcnnComesThrough(Ifcnn network) throws Exception {
        Path original = ReferenceNetworks.file(network);
        InstalledFolder.Installation installation =
                new InstalledFolder(Optional.of(folder)).install(original, Optional.empty(), Optional.empty(), false);
        assertThat(installation.checkpoint().id()).isEqualTo(network.id());
        assertThat(installation.checkpoint().facts().network()).isEqualTo(network.id());
        assertThat(installation.alternatives()).isEmpty();
        try (Checkpoint before = Checkpoint.open(original);
                Checkpoint after = installation.checkpoint().open()) {
            assertThat(after.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
            assertThat(after.tensors()).hasSameSizeAs(before.tensors()).containsAll(before.tensors());
            for (String name : network.parameters().shapes().keySet()) {
                assertThat(after.floats(name)).as(name).isEqualTo(before.floats(name));
            }
        }
    }

    @Test
    void aModuleThatOnlyATrainingNeedsIsRefused() {
        Path path = Reference.path("piafusion/best_cls.pth");
        assertThatThrownBy(() -> new InstalledFolder(Optional.of(folder.resolve("models")))
                        .install(path, Optional.of("x"), Optional.empty(), false))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessage(
                        path
                                + ": is the illumination module of piafusion alone; expected a checkpoint of the network itself");
        assertThat(folder.resolve("models")).doesNotExist();
    }

    /** Under whatever name, with each parameter once. */
    @ParameterizedTest
    @CsvSource({
        "refusion/ReFusion_IVIF.pth, visible-infrared",
        "refusion/ReFusion_MEIF.pth, multi-exposure",
        "refusion/ReFusion_MFIF.pth, multi-focus",
        "refusion/ReFusion_MIF.pth, medical"
    })
    void publishedFilesKeepTheirTask(String file, String task) throws Exception {
        InstalledCheckpoint installed = new InstalledFolder(Optional.of(folder))
                .install(Reference.path(file), Optional.of("x"), Optional.empty(), false)
                .checkpoint();
        try (Checkpoint kept = installed.open()) {
            assertThat(kept.tensors())
                    .hasSize(ReFusion.FULL.parameters().shapes().size());
            assertThat(CheckpointLoader.task(ReFusion.FULL, kept)).isEqualTo(Task.of(task));
        }
    }
}

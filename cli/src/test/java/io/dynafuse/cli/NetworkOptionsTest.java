package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.report.ConstantName;
import io.dynafuse.task.TaskChoice;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What is said of precision and device reaches the network. */
class NetworkOptionsTest {
    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void prepare() throws IOException {
        checkpoint = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(checkpoint, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        noise("a.pfm", 1);
        noise("b.pfm", 2);
    }

    private void noise(String name, long seed) throws IOException {
        Random random = new Random(seed);
        float[] values = new float[24 * 20];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        ImageFiles.write(Image.of(24, 20, 1, values, SampleDepth.FLOAT_32), folder.resolve(name));
    }

    private float[] values(String name) throws IOException {
        return ImageFiles.read(folder.resolve(name)).values();
    }

    private float[] fused(Precision precision) throws IOException, InterruptedException {
        try (Fuser fuser = Fuser.with(CheckpointSource.of(checkpoint))
                .precision(precision)
                .depth(SampleDepth.FLOAT_32)
                .withoutWeights()
                .open()) {
            return fuser.fuse(
                            List.of(ImageFiles.read(folder.resolve("a.pfm")), ImageFiles.read(folder.resolve("b.pfm"))))
                    .image()
                    .values();
        }
    }

    @ParameterizedTest
    @EnumSource
    void precisionIsThatOfTheNetwork(Precision precision) throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(
                folder,
                "fuse",
                "a.pfm",
                "b.pfm",
                "-o",
                "fused.pfm",
                "--depth",
                "float",
                "--static",
                "--task",
                "medical",
                "--checkpoint",
                checkpoint,
                "--precision",
                ConstantName.of(precision));
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(values("fused.pfm")).containsExactly(fused(precision));
        Precision other = precision == Precision.FP32 ? Precision.BF16 : Precision.FP32;
        assertThat(fused(other)).isNotEqualTo(fused(precision));
    }

    /** Past the question whether there is a GPU, which the command asks before. */
    @Test
    void deviceIsThatOfTheNetwork() throws Exception {
        assumeFalse(Engine.hasCuda(), "skipped: there is a GPU here");
        assertThatThrownBy(() -> fuser("cuda").open()).hasMessageContaining("CUDA");
        try (Fuser fuser = fuser("cpu").open()) {
            assertThat(fuser.network()).isEqualTo(Ifcnn.SUM);
        }
    }

    private Fuser.Builder fuser(String device) throws IOException {
        CheckpointLibrary none = new CheckpointLibrary(List.of(), new InstalledFolder(Optional.empty()));
        CommandLine command = Dynafuse.commandLine(none);
        command.parseArgs("fuse", "a", "b", "-o", "c", "--checkpoint", checkpoint.toString(), "--device", device);
        CommandLine fuse = command.getSubcommands().get("fuse");
        NetworkOptions options = (NetworkOptions) fuse.getMixins().get("network");
        assertThat(options.device()).isEqualTo(Device.valueOf(device.toUpperCase(Locale.ROOT)));
        return options.fuser(TaskChoice.known(Optional.empty(), 2));
    }
}

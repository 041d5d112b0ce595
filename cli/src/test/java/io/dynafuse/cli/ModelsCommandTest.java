package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.library.CheckpointLibrary;
import io.dynafuse.library.InstalledFolder;
import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of networks. */
class ModelsCommandTest {
    private static final Path PAGE = Path.of("../docs/zoo.md");

    private static CommandProcess.Result models(int exitCode, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(
                new CheckpointLibrary(List.of(), new InstalledFolder(Optional.empty())), arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    @Test
    void aNetworkTakesTwoLines() {
        List<String> lines = models(0, "models").output().lines().toList();
        List<Network> networks = Networks.all();
        for (int i = 0; i < networks.size(); i++) {
            assertThat(lines.get(2 * i)).startsWith(networks.get(i).id() + ": ");
            assertThat(lines.get(2 * i + 1)).startsWith("    ").contains(" parameters");
        }
        assertThat(lines.get(2 * networks.size())).isEmpty();
        assertThat(lines)
                .contains(
                        "didfuse: DIDFuse (Zhao et al. 2020), base and detail features, luma",
                        "    2020; visible-infrared; 260,935 parameters; licence none stated");
    }

    @Test
    void ofOneAllIsTold() {
        assertThat(models(0, "models", "didfuse").output().lines())
                .contains(
                        "    2020; visible-infrared; 260,935 parameters; licence none stated",
                        "    cut               shared encoder of four feature maps | sum | decoder",
                        "    file              github.com/Zhaozixiang1228/IVIF-DIDFuse at 5f28730, Models/Encoder_weight_IJCAI.pkl",
                        "    SHA-256           4d84a4e64e58469d3d4591f83c6683ead3e422498519db99bb617cb29d268471",
                        "    output range      as-is",
                        "    medical           component, L2, k=50, exp, softmax");
        assertThat(models(0, "models", "cddfuse-16").output()).contains("file              none that is known");
        assertThat(models(2, "models", "didfuse", "--markdown").error()).contains("--markdown: describes all networks");
    }

    /** If it does not: {@code dynafuse models --markdown > docs/zoo.md}. */
    @Test
    void thePageOfNetworksIsWhatTheCommandPrints() throws IOException {
        assertThat(Files.readString(PAGE))
                .as(PAGE + " is made by `dynafuse models --markdown > docs/zoo.md`")
                .isEqualTo(models(0, "models", "--markdown").output());
    }
}

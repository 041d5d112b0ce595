package io.dynafuse.testing;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.library.EmbeddedCheckpoint;
import io.dynafuse.network.Network;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Weights as if they were part of the program. */
public final class TestCheckpoints {
    /** A model card with all of its fields. */
    public static final String CARD = """
            {
              "network": "ifcnn-sum",
              "summary": "random numbers for tests",
              "data": "none",
              "seed": 1,
              "steps": 0,
              "command": "none",
              "results": {"PSNR, dB": 9.5, "looks": "bad"},
              "limits": ["Good for nothing."],
              "licence": "Apache-2.0"
            }
            """;

    private TestCheckpoints() {}

    /** Random parameters of a network, in files of a folder. */
    public static EmbeddedCheckpoint embedded(Path folder, String id, Network network, Task... tasks)
            throws IOException {
        Safetensors.write(
                folder.resolve(id + ".safetensors"),
                RandomNetworks.stored(network, id.hashCode()),
                Map.of("network", network.id()));
        Files.writeString(folder.resolve(id + ".json"), CARD.replace("ifcnn-sum", network.id()));
        return new EmbeddedCheckpoint(id, List.of(tasks), name -> Files.newInputStream(folder.resolve(name)));
    }
}

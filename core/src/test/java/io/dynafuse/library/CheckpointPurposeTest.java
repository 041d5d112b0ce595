package io.dynafuse.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.network.Network;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.zoo.DidFuse;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointPurposeTest {
    @TempDir
    private Path folder;

    private static List<Optional<Role>> scene(Role... roles) {
        return Stream.of(roles).map(Optional::of).toList();
    }

    private CheckpointPurpose purpose(Network network, Map<String, String> metadata) throws IOException {
        Path file = folder.resolve(network.id() + ".safetensors");
        Safetensors.write(file, RandomNetworks.stored(network, 1), metadata);
        return CheckpointPurpose.of(CheckpointSource.of(file));
    }

    @Test
    void aCheckpointSaysItsTaskItselfOrItsNetworkDoes() throws IOException {
        assertThat(purpose(Ifcnn.MEAN, Map.of())).isEqualTo(new CheckpointPurpose(Ifcnn.MEAN, List.of(Task.values())));
        assertThat(purpose(DidFuse.NETWORK, Map.of()).tasks()).containsExactly(Task.VISIBLE_INFRARED);
        assertThat(purpose(DidFuse.NETWORK, Map.of("task", "medical")).tasks()).containsExactly(Task.MEDICAL);
        EmbeddedCheckpoint focus = EmbeddedCheckpoint.best(EmbeddedCheckpoint.all(), Optional.of(Task.MULTI_FOCUS), 2)
                .orElseThrow();
        assertThat(CheckpointPurpose.of(focus).tasks()).containsExactly(Task.MULTI_FOCUS);
    }

    @Test
    void anObjectionIsToTheTaskOrTheNumberOrTheRoles() {
        CheckpointPurpose infrared = new CheckpointPurpose(DidFuse.NETWORK, List.of(Task.VISIBLE_INFRARED));
        List<Optional<Role>> visibleFirst = scene(Role.VISIBLE, Role.INFRARED);
        assertThat(infrared.objection(List.of(visibleFirst), Optional.of(Task.VISIBLE_INFRARED)))
                .isEmpty();
        assertThat(infrared.objection(List.of(visibleFirst), Optional.empty())).isEmpty();
        assertThat(infrared.objection(List.of(visibleFirst), Optional.of(Task.MEDICAL)))
                .hasValue("is for visible-infrared, the task is medical");

        CheckpointPurpose any = new CheckpointPurpose(PiaFusion.NETWORK, List.of());
        List<Optional<Role>> three = List.of(Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(any.objection(List.of(visibleFirst, three), Optional.empty()))
                .hasValue("piafusion fuses 2 sources, found 3");
        assertThat(any.objection(List.of(scene(Role.VISIBLE, Role.MRI)), Optional.empty()))
                .hasValueSatisfying(words ->
                        assertThat(words).startsWith("piafusion fuses ").endsWith(", found visible, mri"));
        assertThat(any.objection(List.of(List.of(Optional.of(Role.MRI), Optional.empty())), Optional.empty()))
                .isEmpty();

        CheckpointPurpose order = new CheckpointPurpose(Ifcnn.MEAN, List.of());
        assertThat(order.objection(List.of(three), Optional.empty())).isEmpty();
        assertThat(order.objection(List.of(List.of(Optional.empty())), Optional.empty()))
                .hasValue("ifcnn-mean fuses 2 or more sources, found 1");
    }
}

package io.dynafuse.network.tcmoa;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.task.Task;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A TC-MoA of few random parameters, for which there are golden numbers. */
final class TinyTcMoa {
    static final List<Task> TASKS = List.of(Task.VISIBLE_INFRARED, Task.MULTI_EXPOSURE, Task.MULTI_FOCUS);
    static final TcMoa SINGLE = TcMoa.of(shape(false));
    static final TcMoa DOUBLED = TcMoa.of(shape(true));

    private TinyTcMoa() {}

    static TcMoaShape shape(boolean doubled) {
        return new TcMoaShape(16, new Stack(64, 8, 4), new Stack(96, 4, 6), 4, 4, doubled, Positions.SCRAMBLED, 448);
    }

    /** With the source embeddings that no checkpoint holds. */
    static Parameters parameters() throws IOException {
        try (Checkpoint file = Checkpoint.open(Reference.path("tcmoa/tiny.pth"));
                Checkpoint embeddings = Checkpoint.open(Reference.path("tcmoa/tiny-shifts.safetensors"));
                Parameters read = CheckpointLoader.load(SINGLE, file);
                Scope scope = Scope.open()) {
            Map<String, Tensor> all = new LinkedHashMap<>();
            for (String name : read.names()) {
                boolean held = embeddings.find(name).isPresent();
                all.put(
                        name,
                        held
                                ? Tensor.of(
                                        embeddings.floats(name), read.get(name).shape())
                                : read.get(name).copy());
            }
            return Parameters.owning(all);
        }
    }

    /** Bytes {@code [3,H,W]} as a source in the network's numbers. */
    static Tensor source(Golden golden, String name) throws IOException {
        return normalised(golden.tensor(name).times(1.0 / 255));
    }

    static Tensor normalised(Tensor image) {
        return InputNormalisation.imageNet().normalise(batched(image));
    }

    /** {@code [3,H,W]} to {@code [1,3,H,W]}. */
    static Tensor batched(Tensor image) {
        return image.reshape(1, 3, image.size(-2), image.size(-1));
    }

    static SourceTensors pair(Golden golden, String prefix, Task task) throws IOException {
        return pair(source(golden, prefix + "a"), source(golden, prefix + "b"), task);
    }

    static SourceTensors pair(Tensor first, Tensor second, Task task) {
        return new SourceTensors(List.of(first, second), List.of(), Optional.of(task), SourceAlphas.OPAQUE, Set.of());
    }

    /** One router, which is not learning. */
    static Routing routing(int router) {
        return new Routing(Map.of(router, 1.0), Optional.empty());
    }

    /** In [0,1], as its authors clip it. */
    static Tensor image(Tensor output) {
        return InputNormalisation.imageNet().denormalise(output).clamp(0, 1);
    }
}

package io.dynafuse.network.cddfuse;

import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the modules of a CDDFuse make of a batch, as functions of their parameters, for training. Lists are of two, infrared before visible; images {@code
 * [N,1,H,W]} in [0,1]; features {@code [N,2·C,H,W]}, base before detail.
 */
public final class CddFuseModules {
    /** The encoder that both sources share; its parameters begin with this and a dot. */
    public static final String ENCODER = CddFuseLayers.ENCODER;

    /** The decoder. */
    public static final String DECODER = CddFuseLayers.DECODER;

    private final CddFuseLayers layers;

    CddFuseModules(CddFuseLayers layers) {
        this.layers = layers;
    }

    /** Base and detail features of each source. */
    public List<Tensor> features(List<Tensor> sources) {
        // As one batch: the engine has half as many operations to prepare.
        return parts(layers.features(Tensor.concatenate(sources, 0)), sources);
    }

    /**
     * What the decoder makes of the features of each source by itself, without fusion layers.
     *
     * @return images
     */
    public List<Tensor> reconstructed(List<Tensor> sources, List<Tensor> features) {
        Tensor both = Tensor.concatenate(sources, 0);
        Optional<Tensor> added = layers.added().of(SourceTensors.of(List.of(both, both)));
        return parts(layers.decode(Tensor.concatenate(features, 0), added), sources);
    }

    /**
     * The fused image.
     *
     * @param task which says what is added to it, as when it is fused by the whole network
     */
    public Tensor fused(List<Tensor> sources, List<Tensor> features, Task task) {
        SourceTensors scene = new SourceTensors(sources, List.of(), Optional.of(task), SourceAlphas.OPAQUE, Set.of());
        CddFuseLayers.Encoded encoded = new CddFuseLayers.Encoded(scene, Optional.of(features));
        return Scope.compute(() -> layers.decode(encoded, layers.fuse(encoded)));
    }

    private static List<Tensor> parts(Tensor both, List<Tensor> sources) {
        long batch = both.size(0) / sources.size();
        return IntStream.range(0, sources.size())
                .mapToObj(source -> both.slice(0, source * batch, batch))
                .toList();
    }
}

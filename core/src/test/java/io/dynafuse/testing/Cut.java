package io.dynafuse.testing;

import io.dynafuse.network.FusionModel;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.SourceAlphas;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.torch.Tensor;
import java.util.List;

/** A network of linear fusion, cut into its encoder, its fusion and its decoder. */
public record Cut(LinearFusion linear) {
    /** The parts of a model. */
    public static Cut of(FusionModel model) {
        return new Cut((LinearFusion) model.weighting().orElseThrow());
    }

    /** The features of opaque sources. */
    public List<Tensor> encode(List<Tensor> sources) {
        return linear.features(linear.encode(SourceTensors.of(sources)));
    }

    /** The static fusion of features. */
    public Tensor fuse(List<Tensor> features) {
        return linear.fuse(of(features));
    }

    /** The weighted fusion of features. */
    public Tensor fuse(List<Tensor> features, Tensor weights) {
        return linear.fuse(of(features), weights);
    }

    /** The image of features. */
    public Tensor decode(Tensor fused) {
        return linear.decode(of(List.of(fused)), fused);
    }

    private static LinearFusion.Features of(List<Tensor> features) {
        return new LinearFusion.Features(features, SourceAlphas.OPAQUE);
    }
}

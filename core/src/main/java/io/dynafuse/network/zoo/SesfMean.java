package io.dynafuse.network.zoo;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.LinearFusion;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.Publication;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.StaticRule;
import io.dynafuse.network.WeightedNetwork;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import java.util.Optional;

/**
 * The auto-encoder of SESF-Fuse (Ma et al. 2020), with which its encoder was trained: the mean of the features of all sources, or that under weights, is
 * decoded, where {@link Sesf} decides. Luma in and out, {@code [N,1,H,W]} in [0,1]. Its authors fuse by decisions only.
 */
public final class SesfMean implements WeightedNetwork {
    /** The network with the parameters as published. */
    public static final SesfMean NETWORK = new SesfMean();

    private SesfMean() {}

    @Override
    public String id() {
        return "sesf-mean";
    }

    @Override
    public String description() {
        return "SESF-Fuse (Ma et al. 2020), its auto-encoder, mean of features, luma";
    }

    @Override
    public Optional<Publication> publication() {
        return Optional.of(Sesf.publication(
                "shared encoder | mean | decoder, which the authors use in training only",
                "with the authors' network on a crop of a real scene: features of both sources, one of them decoded"));
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(1, ColourMode.LUMA, InputNormalisation.none()),
                Optional.of(StaticRule.MEAN),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(Sesf.PARAMETERS.get().elements(), Sesf.FEATURES, 3 * Sesf.FEATURES));
    }

    @Override
    public ParameterDeclarations parameters() {
        return Sesf.PARAMETERS.get();
    }

    @Override
    public Weighting<?> weighting(Parameters parameters, Precision precision) {
        return new LinearFusion(
                StaticRule.MEAN,
                precision,
                image -> Scope.compute(() -> Sesf.encode(Sesf.normalised(image), parameters)),
                fused -> Scope.compute(() -> Sesf.image(Sesf.decode(fused, parameters))));
    }
}

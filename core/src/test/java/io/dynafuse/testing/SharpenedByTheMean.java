package io.dynafuse.testing;

import io.dynafuse.network.ChromaRule;
import io.dynafuse.network.ColourMode;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.MemoryModel;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.ReceptiveField;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.StaticNetwork;
import io.dynafuse.nn.Initializer;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/** A network that looks at the image as a whole and has no place for weights: the sources' mean, moved away from its mean over all pixels. */
public final class SharpenedByTheMean implements StaticNetwork {
    @Override
    public String id() {
        return "sharpened-by-the-mean";
    }

    @Override
    public String description() {
        return "a global network";
    }

    @Override
    public NetworkFacts facts() {
        return new NetworkFacts(
                Inputs.anyOrder(2, ColourMode.LUMA, InputNormalisation.none()),
                Optional.empty(),
                new ReceptiveField.Global(),
                ChromaRule.BLENDED,
                OutputRange.AS_IS,
                new MemoryModel(1, 1, 1));
    }

    @Override
    public ParameterDeclarations parameters() {
        return ParameterDeclarations.of("strength", Initializer.ones(), 1);
    }

    @Override
    public Tensor fuse(SourceTensors sources, Parameters parameters) {
        Tensor mean =
                sources.images().stream().reduce(Tensor::plus).orElseThrow().times(1.0 / sources.count());
        Tensor contrast = mean.minus(mean.mean(2).mean(3));
        return mean.plus(contrast.times(parameters.get("strength").reshape(1, 1, 1, 1)));
    }
}

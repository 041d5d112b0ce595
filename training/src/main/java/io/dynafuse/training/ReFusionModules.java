package io.dynafuse.training;

import io.dynafuse.loss.ReFusionLoss;
import io.dynafuse.loss.ReFusionLoss.Among;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.refusion.LossProposal;
import io.dynafuse.network.refusion.SourceReconstruction;
import io.dynafuse.nn.Strips;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Tensor;
import java.util.List;

/**
 * What ReFusion's three modules make of a batch, as functions of their parameters.
 *
 * @param settings which of them are there, and of which losses
 */
record ReFusionModules(MetaLearning settings) {
    /** Whether there is a module that fuses: not so in ablation V. */
    boolean fuses() {
        return settings.ablation() != Ablation.DECISION;
    }

    /** Whether there is a module that proposes a loss: not so in ablation I. */
    boolean proposes() {
        return settings.ablation() != Ablation.FIXED_LOSS;
    }

    /** The fused image {@code [N,1,H,W]} of both sources. */
    Tensor fused(List<Tensor> sources, LossProposal proposal, Parameters fusion) {
        if (fuses()) {
            return settings.ablation().network().over(fusion).fuse(SourceTensors.of(sources));
        }
        Tensor weights = proposal.intensity();
        return sources.get(0).times(weights.slice(1, 0, 1)).plus(sources.get(1).times(weights.slice(1, 1, 1)));
    }

    LossProposal proposal(List<Tensor> sources, Parameters module) {
        return proposes() ? LossProposal.of(sources, module, Strips.WHOLE) : LossProposal.undecided(sources.get(0));
    }

    /** L_f, a tensor of one element. */
    Tensor fusionLoss(List<Tensor> sources, Tensor fused, LossProposal proposal) {
        return new ReFusionLoss(settings.fusionGradientShare())
                .fusion(sources, fused, proposal.intensity(), proposal.gradient());
    }

    /** L_r, a tensor of one element. */
    Tensor reconstructionLoss(List<Tensor> sources, Tensor fused, Parameters reconstruction) {
        Among among = settings.ablation() == Ablation.SUM ? Among.SUM : Among.LARGEST;
        return new ReFusionLoss(settings.reconstructionGradientShare())
                .reconstruction(sources, SourceReconstruction.apply(fused, reconstruction), among);
    }
}

package io.dynafuse.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Form;
import io.dynafuse.dominability.LossMap.PixelLoss;
import io.dynafuse.dominability.Norm;
import io.dynafuse.dominability.Normalisation;
import io.dynafuse.dominability.Reference;
import io.dynafuse.dominability.Refinement;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.Cut;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.ReferenceNetworks;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dynamic fusion of IFCNN-SUM against the numbers of an independent implementation. */
@Tag("slow")
class DominabilityConformanceTest {
    private static final double TOLERANCE = 1e-4;
    private static final long WINDOW_START = 20;

    private static final Map<String, Dominability> FORMS = Map.of(
            "softmax-negative-loss", fused(Norm.L1, Form.LINEAR, Normalisation.SOFTMAX, false),
            "softmax-sigmoid", fused(Norm.L1, Form.SIGMOID, Normalisation.SOFTMAX, false),
            "proportional", fused(Norm.L1, Form.EXP, Normalisation.PROPORTIONAL, false),
            "unnormalized", fused(Norm.L1, Form.EXP, Normalisation.NONE, false),
            "contrast", fused(Norm.L1, Form.EXP, Normalisation.SOFTMAX, true),
            "squared", fused(Norm.L2, Form.EXP, Normalisation.SOFTMAX, false),
            "component-to-maximum", Dominability.of(Reference.MAXIMUM));

    private static Dominability fused(Norm norm, Form form, Normalisation normalisation, boolean contrast) {
        return new Dominability(
                new PixelLoss(Reference.FUSED, norm), 1, form, normalisation, contrast, Refinement.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mri-ct", "visible-infrared", "multi-focus", "multi-focus-triple", "multi-exposure"})
    void referencesAndForms(String name) throws IOException {
        try (FusionModel model = ReferenceNetworks.load(Ifcnn.SUM);
                Golden images = Golden.open("ifcnn/" + name + ".safetensors");
                Golden references = Golden.open("dominability/" + name + ".safetensors");
                Golden forms = Golden.open("dominability/" + name + "-forms.safetensors");
                Scope scope = Scope.open()) {
            List<Tensor> sources = images.sources();
            Fusion fusion = new Fusion(model, new StageClock());
            check(references, name, "output.static", fusion.fuseStatically(SourceTensors.of(sources)));
            for (Reference reference : List.of(Reference.FUSED, Reference.COMPONENT, Reference.SELF_FUSED)) {
                String suffix = reference.name().toLowerCase(Locale.ROOT).replace('_', '-');
                check(
                        references,
                        name,
                        suffix,
                        fusion.fuseDynamically(SourceTensors.of(sources), Dominability.of(reference)));
            }
            for (Map.Entry<String, Dominability> form : FORMS.entrySet()) {
                check(forms, name, form.getKey(), fusion.fuseDynamically(SourceTensors.of(sources), form.getValue()));
            }
            check(forms, name, "output.unnormalized-without-factor", withoutFactor(model, fusion, sources));
        }
    }

    /** Σ exp(−ℓ)E without the factor M of a sum network. */
    private static Tensor withoutFactor(FusionModel model, Fusion fusion, List<Tensor> sources) {
        Tensor weights = fusion.fuseDynamically(SourceTensors.of(sources), FORMS.get("unnormalized"))
                .weights();
        return Cut.of(model)
                .decode(Cut.of(model).fuse(Cut.of(model).encode(sources), weights.times(1.0 / sources.size())));
    }

    private static void check(Golden golden, String name, String suffix, Fusion.Dynamic actual) throws IOException {
        if (golden.has("loss." + suffix)) {
            check(golden, name, "loss." + suffix, bySource(actual.losses()));
        }
        check(golden, name, "weight." + suffix, bySource(actual.weights()));
        check(golden, name, "output." + suffix, actual.fused());
    }

    private static void check(Golden golden, String name, String tensor, Tensor actual) throws IOException {
        long[] shape = golden.shape(tensor);
        // Some goldens hold a window of the whole computation.
        Tensor part = shape[2] == actual.size(2)
                ? actual
                : actual.slice(2, WINDOW_START, shape[2]).slice(3, WINDOW_START, shape[3]);
        double error = golden.largestError(tensor, part.toFloats());
        Golden.report("dominability " + name + " " + tensor, error);
        assertThat(error).isLessThanOrEqualTo(TOLERANCE);
    }

    /** The goldens have the sources along the first dimension. */
    private static Tensor bySource(Tensor bySecondDimension) {
        return bySecondDimension.reshape(
                bySecondDimension.size(1), 1, bySecondDimension.size(2), bySecondDimension.size(3));
    }
}

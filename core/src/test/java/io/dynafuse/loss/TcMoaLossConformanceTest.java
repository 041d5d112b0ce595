package io.dynafuse.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.loss.TcMoaLoss.Kind;
import io.dynafuse.network.InputNormalisation;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The terms and totals of TC-MoA's losses and the gradients of the totals against its authors' own. */
class TcMoaLossConformanceTest {
    private static final double TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-3;
    private static final int WARM_UP_EPOCHS = 2;
    private static final Map<String, Kind> TASKS =
            Map.of("VIF", Kind.MODALITIES, "MEF", Kind.EXPOSURES, "MFF", Kind.FOCUS);

    private final Scope scope = Scope.open();
    private Golden golden;
    private JsonNode expected;
    private Tensor first;
    private Tensor second;

    @BeforeEach
    void open() throws IOException {
        golden = Golden.open("tcmoa/losses.safetensors");
        expected =
                new ObjectMapper().readTree(Reference.path("tcmoa/losses.json").toFile());
        first = inRange(golden.tensor("a"));
        second = inRange(golden.tensor("b"));
    }

    @AfterEach
    void close() throws IOException {
        scope.close();
        if (golden != null) {
            golden.close();
        }
    }

    private static Tensor inRange(Tensor normalised) {
        return InputNormalisation.imageNet().denormalise(normalised).clamp(0, 1);
    }

    /** Of every second pixel of the network's output. */
    private static Tensor fused(Tensor output) {
        return inRange(output.resizeNearest(output.size(2) / 2, output.size(3) / 2));
    }

    private Tensor fused() throws IOException {
        return fused(golden.tensor("pred_2x"));
    }

    private TcMoaLoss.Images images() throws IOException {
        return TcMoaLoss.Images.of(fused(), List.of(first, second));
    }

    private void checkTensor(String name, Tensor actual) throws IOException {
        double error = golden.largestError(name, actual.toFloats());
        Golden.report("tcmoa losses " + name, error);
        assertThat(error).as(name).isLessThanOrEqualTo(TOLERANCE);
    }

    private void check(String pointer, Tensor actual) {
        double error = actual.meanOfAll().toFloats()[0] - expected.at(pointer).asDouble(Double.NaN);
        Golden.report("tcmoa losses " + pointer, Math.abs(error));
        assertThat(error).as(pointer).isCloseTo(0, within(TOLERANCE));
    }

    @Test
    void edgesAndTargetsAreThoseOfTheAuthors() throws IOException {
        checkTensor("signed_gradient_a", SobelDerivatives.diagonalInBlack(first));
        checkTensor("signed_gradient_b", SobelDerivatives.diagonalInBlack(second));
        checkTensor("signed_gradient_fused", SobelDerivatives.diagonalInBlack(fused()));
        checkTensor("joint_gradient", images().strongerEdges());
        checkTensor("mff_target", FocusSelection.of(first, second));
    }

    @Test
    void everyTermIsThatOfTheAuthors() throws IOException {
        TcMoaLoss.Images images = images();
        check("/primitives/l1_to_mean_times3", images.average());
        check("/primitives/l1_to_max", images.brighter());
        check("/primitives/grad_l1_times3", images.edges());
        check("/values/epoch0/MEF/ssim_loss", images.dissimilarity());
        check("/primitives/mff_l1", images.focused().intensity());
        check("/primitives/mff_grad_l1_times3", images.focused().edges());
        check("/values/epoch0/MFF/ssim_loss", images.focused().dissimilarity());
        check("/primitives/prompt_loss", prompts());
    }

    @Test
    void similarityToExposuresIsThatOfTheAuthors() throws IOException {
        MultiExposureSimilarity tall = MultiExposureSimilarity.of(tall(fused()), tall(first), tall(second));
        check("/primitives/mef_luminance", tall.luminance());
        check("/primitives/mef_contrast_structure", tall.structure());
        check("/primitives/mef_ssim", tall.product());
        check(
                "/primitives/mef_ssim_first_pair_alone",
                MultiExposureSimilarity.of(fused(), first, second).product().slice(0, 0, 1));
    }

    /** The authors lay the images of a batch out as one, below each other. */
    private static Tensor tall(Tensor batch) {
        return batch.transpose(0, 1).reshape(1, batch.size(1), batch.size(0) * batch.size(2), batch.size(3));
    }

    private Tensor prompts() throws IOException {
        return TcMoaLoss.mutualInformation(
                layers("prompt_enc_a"), layers("prompt_enc_b"), layers("prompt_dec_a"), layers("prompt_dec_b"));
    }

    private List<Tensor> layers(String name) throws IOException {
        Tensor prompts = golden.tensor(name);
        long tokens = prompts.size(2);
        return LongStream.range(0, prompts.size(0))
                .mapToObj(layer -> prompts.slice(0, layer, 1).reshape(prompts.size(1), tokens))
                .toList();
    }

    private Tensor total(Kind kind, int epoch, Tensor fused, Tensor prompts, Tensor balance) {
        List<Tensor> sources = List.of(first, second);
        if (epoch < WARM_UP_EPOCHS) {
            return TcMoaLoss.warmUp(kind, fused, sources, prompts, balance);
        }
        Tensor total = TcMoaLoss.of(kind, fused, sources, prompts, balance);
        return kind == Kind.EXPOSURES ? total.plus(tallInsteadOfEach(fused).times(-2 * 1.8)) : total;
    }

    private Tensor tallInsteadOfEach(Tensor fused) {
        return MultiExposureSimilarity.mean(tall(fused), tall(first), tall(second))
                .minus(MultiExposureSimilarity.mean(fused, first, second));
    }

    @ParameterizedTest
    @CsvSource({
        "0,VIF", "0,MEF", "0,MFF", "1,VIF", "1,MEF", "1,MFF", "2,VIF", "2,MEF", "2,MFF", "5,VIF", "5,MEF", "5,MFF"
    })
    void totalsAreThoseOfTheAuthors(int epoch, String kind) throws IOException {
        Tensor balance = golden.tensor("aux").times(1.0 / (epoch + 1));
        check(
                "/values/epoch" + epoch + "/" + kind + "/loss",
                total(TASKS.get(kind), epoch, fused(), prompts(), balance));
    }

    @ParameterizedTest
    @CsvSource({"0,VIF", "0,MEF", "0,MFF", "5,VIF", "5,MEF", "5,MFF"})
    void gradientsOfTotalsAreThoseOfTheAuthors(int epoch, String kind) throws IOException {
        Tensor output = golden.tensor("pred_2x").asVariable();
        Tensor prompts = prompts();
        Tensor balance = golden.tensor("aux");
        Tensor total = Autograd.record(() -> total(TASKS.get(kind), epoch, fused(output), prompts, balance));
        Tensor gradient = Autograd.gradients(total, List.of(output)).get(0);
        String name = "grad." + kind + ".epoch" + epoch;
        // All others are 0.
        float[] found =
                gradient.resizeNearest(output.size(2) / 2, output.size(3) / 2).toFloats();
        double error = golden.largestRelativeError(name, found);
        Golden.report("tcmoa losses " + name + ", relative", error);
        assertThat(error).as(name).isLessThanOrEqualTo(GRADIENT_TOLERANCE);
    }
}

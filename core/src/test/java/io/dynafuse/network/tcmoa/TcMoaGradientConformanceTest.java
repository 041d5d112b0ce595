package io.dynafuse.network.tcmoa;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.loss.TcMoaLoss;
import io.dynafuse.loss.TcMoaLoss.Kind;
import io.dynafuse.network.PromptSettings;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Autograd;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The losses of all tasks and their gradients by all that is trained, against the authors' implementation. */
class TcMoaGradientConformanceTest {
    private static final Map<String, Kind> TASKS =
            Map.of("VIF", Kind.MODALITIES, "MEF", Kind.EXPOSURES, "MFF", Kind.FOCUS);
    private static final double TOLERANCE = 1e-3;
    private static final int EPOCH = 5;

    @Test
    void equalTheOriginal() throws IOException {
        JsonNode tasks = new ObjectMapper()
                .readTree(Reference.path("tcmoa/train-gradients.json").toFile())
                .get("tasks");
        try (Golden golden = Golden.open("tcmoa/train-inputs.safetensors");
                Parameters parameters = TinyTcMoa.parameters()) {
            for (Map.Entry<String, Kind> kind : TASKS.entrySet()) {
                try (Scope scope = Scope.open()) {
                    check(tasks.get(kind.getKey()), kind.getValue(), golden, parameters);
                }
            }
        }
    }

    private static void check(JsonNode expected, Kind kind, Golden golden, Parameters parameters) throws IOException {
        Map<String, Tensor> variables = new LinkedHashMap<>();
        expected.get("gradients")
                .fieldNames()
                .forEachRemaining(
                        name -> variables.put(name, parameters.get(name).asVariable()));
        Tensor a = TinyTcMoa.batched(golden.tensor("a"));
        Tensor b = TinyTcMoa.batched(golden.tensor("b"));
        Tensor loss = Autograd.record(() -> loss(a, b, kind, parameters.with(variables)));
        double total = expected.get("losses").get("loss").asDouble();
        assertThat(loss.toFloats()[0] / total - 1).as("%s", kind).isBetween(-1e-4, 1e-4);
        List<Tensor> found = Autograd.gradientsOrZeros(loss, new ArrayList<>(variables.values()));
        double worst = 0;
        int i = 0;
        for (String name : variables.keySet()) {
            JsonNode of = expected.get("gradients").get(name);
            worst = Math.max(worst, error(of, found.get(i++).toFloats(), name));
        }
        Golden.report("TC-MoA gradients, " + kind, worst);
    }

    /** Of the norm and of the first numbers, in parts of the norm. */
    private static double error(JsonNode expected, float[] gradient, String name) {
        double norm = 0;
        for (float value : gradient) {
            norm += (double) value * value;
        }
        norm = Math.sqrt(norm);
        if (expected.isNull() || expected.get("l2").asDouble() == 0) {
            assertThat(norm).as(name).isZero();
            return 0;
        }
        double length = expected.get("l2").asDouble();
        double error = Math.abs(norm / length - 1);
        for (int i = 0; i < expected.get("first").size(); i++) {
            error = Math.max(
                    error, Math.abs(gradient[i] - expected.get("first").get(i).asDouble()) / length);
        }
        assertThat(error).as(name).isLessThan(TOLERANCE);
        return error;
    }

    private static Tensor loss(Tensor a, Tensor b, Kind kind, Parameters parameters) {
        try (Scope scope = Scope.open()) {
            TcMoaLayers.Fused fused = new TcMoaLayers(TinyTcMoa.shape(true), parameters)
                    .fuse(a, b, TinyTcMoa.routing(kind.ordinal()), PromptSettings.AS_MADE, Optional.empty());
            Learned learned = fused.learned(scope);
            Tensor prompts = TcMoaLoss.mutualInformation(
                    learned.encoder().first(),
                    learned.encoder().second(),
                    learned.decoder().first(),
                    learned.decoder().second());
            return scope.release(TcMoaLoss.of(
                    kind,
                    TinyTcMoa.image(learned.image()),
                    List.of(TinyTcMoa.image(a), TinyTcMoa.image(b)),
                    prompts,
                    learned.imbalance().times(1.0 / (EPOCH + 1))));
        }
    }
}

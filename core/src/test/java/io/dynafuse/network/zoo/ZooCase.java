package io.dynafuse.network.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.fusion.Fusion;
import io.dynafuse.fusion.StageClock;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.testing.Golden;
import io.dynafuse.testing.Reference;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Scope;
import io.dynafuse.torch.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A published network with its authors' parameters, and what the authors' program computed with them. What the network takes and gives is in [0,1];
 * {@code toImage} and {@code fromImage} are the way from the numbers of the authors' program to [0,1] and back.
 */
public record ZooCase(
        Network network,
        String folder,
        Golden golden,
        Parameters parameters,
        FusionModel model,
        UnaryOperator<Tensor> toImage,
        UnaryOperator<Tensor> fromImage)
        implements AutoCloseable {
    private static final double TOLERANCE = 1e-4;

    /** The dominabilities of the golden files, by their names there. */
    static final Map<String, String> REFERENCES = references();

    private static Map<String, String> references() {
        Map<String, String> references = new LinkedHashMap<>();
        references.put("component", "component, l2, k=50");
        references.put("fused", "fused, l1, k=1");
        references.put("maximum", "maximum, l1, k=1");
        return references;
    }

    /**
     * Opens a case; the calling test is skipped if there is no reference material.
     *
     * @param folder in that of the zoo
     * @param caseFile in the folder, without its ending
     * @param checkpoint files of the authors in the folder, one or more
     */
    public static ZooCase open(Network network, String folder, String caseFile, String... checkpoint)
            throws IOException {
        Golden golden = Golden.open("zoo/" + folder + "/" + caseFile + ".safetensors");
        Parameters parameters = parameters(network, folder, checkpoint);
        FusionModel model = network.create(parameters, Device.CPU, Precision.FP32);
        return new ZooCase(network, folder, golden, parameters, model, tensor -> tensor, tensor -> tensor);
    }

    private static Parameters parameters(Network network, String folder, String... files) throws IOException {
        List<Path> paths = Stream.of(files)
                .map(file -> Reference.path("zoo/" + folder + "/" + file))
                .toList();
        try (Checkpoint checkpoint = paths.size() == 1 ? Checkpoint.open(paths.get(0)) : Checkpoint.open(paths)) {
            assertThat(CheckpointLoader.fitting(checkpoint)).contains(network);
            return CheckpointLoader.load(network, checkpoint);
        }
    }

    /** The same case of a program whose numbers are not in [0,1]. */
    public ZooCase withNumbers(UnaryOperator<Tensor> intoImage, UnaryOperator<Tensor> outOfImage) {
        return new ZooCase(network, folder, golden, parameters, model, intoImage, outOfImage);
    }

    /** {@code input0} and {@code input1} as images. */
    public SourceTensors sources() throws IOException {
        return SourceTensors.of(
                List.of(toImage.apply(golden.tensor("input0")), toImage.apply(golden.tensor("input1"))));
    }

    /** The channels of {@code input} as images, of a program that takes all sources as one. */
    public SourceTensors channels() throws IOException {
        Tensor input = toImage.apply(golden.tensor("input"));
        return SourceTensors.of(List.of(input.slice(1, 0, 1), input.slice(1, 1, 1)));
    }

    /** Static result, components and dynamic results with their losses and weights, as far as the file holds them; images relatively. */
    public void checkResults() throws IOException {
        try (Scope scope = Scope.open()) {
            SourceTensors sources = sources();
            checkRelatively("static", fromImage.apply(model.fuse(sources)));
            Fusion fusion = new Fusion(model, new StageClock());
            if (golden.has("component0")) {
                List<Tensor> components = fusion.components(sources);
                for (int m = 0; m < sources.count(); m++) {
                    checkRelatively("component" + m, fromImage.apply(components.get(m)));
                }
            }
            for (Map.Entry<String, String> reference : REFERENCES.entrySet()) {
                String name = "dynamic." + reference.getKey();
                if (golden.has(name)) {
                    Dominability dominability = Dominability.of(io.dynafuse.dominability.Reference.FUSED)
                            .with(reference.getValue());
                    Fusion.Dynamic dynamic = fusion.fuseDynamically(sources, dominability);
                    checkRelatively(name, fromImage.apply(dynamic.fused()));
                    for (int m = 0; m < sources.count(); m++) {
                        checkIfThere(name + ".loss" + m, dynamic.losses().slice(1, m, 1));
                        checkIfThere(name + ".weight" + m, dynamic.weights().slice(1, m, 1));
                    }
                }
            }
        }
    }

    /** The fusion under the weights that the authors' program was given, in whatever way these came about. */
    public void checkUnderItsWeights() throws IOException {
        try (Scope scope = Scope.open()) {
            for (String reference : REFERENCES.keySet()) {
                String name = "dynamic." + reference;
                if (golden.has(name + ".weight0")) {
                    checkRelatively(name, fromImage.apply(fusedUnderWeightsOf(name)));
                }
            }
        }
    }

    /** The fusion under the weights of a dynamic result, in the scope that is open. */
    public Tensor fusedUnderWeightsOf(String name) throws IOException {
        return fused(model.weighting().orElseThrow(), ofBoth(name + ".weight"));
    }

    /** What the file holds of both sources under a name and their number, {@code [N,2,H,W]}. */
    public Tensor ofBoth(String name) throws IOException {
        return Tensor.concatenate(List.of(golden.tensor(name + 0), golden.tensor(name + 1)), 1);
    }

    private <F> Tensor fused(Weighting<F> weighting, Tensor weights) throws IOException {
        F encoded = weighting.encode(sources());
        return weighting.decode(encoded, weighting.fuse(encoded, weights));
    }

    /** The features of both sources, {@code [N,F,H,W]}, in the scope that is open. */
    public List<Tensor> features() throws IOException {
        return features(model.weighting().orElseThrow());
    }

    private <F> List<Tensor> features(Weighting<F> weighting) throws IOException {
        return weighting.features(weighting.encode(sources()));
    }

    private void checkIfThere(String tensor, Tensor actual) throws IOException {
        if (golden.has(tensor)) {
            check(tensor, actual);
        }
    }

    /** Compares with a tensor of the file, of which the network may hold more channels. */
    public void check(String tensor, Tensor actual) throws IOException {
        report(tensor, golden.largestError(tensor, comparable(tensor, actual)));
    }

    /** The same in parts of the largest value, for numbers of any scale. */
    public void checkRelatively(String tensor, Tensor actual) throws IOException {
        report(tensor, golden.largestRelativeError(tensor, comparable(tensor, actual)));
    }

    private float[] comparable(String tensor, Tensor actual) {
        long[] shape = golden.shape(tensor);
        return (shape.length == 4 ? actual.slice(1, 0, shape[1]) : actual)
                .planar()
                .toFloats();
    }

    private void report(String tensor, double error) {
        Golden.report(network.id() + " " + tensor, error);
        assertThat(error).as(tensor).isLessThanOrEqualTo(TOLERANCE);
    }

    @Override
    public void close() throws IOException {
        model.close();
        parameters.close();
        golden.close();
    }
}

package io.dynafuse.network.own;

import io.dynafuse.checkpoint.CheckpointException;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.dominability.Reference;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Network;
import io.dynafuse.network.NetworkFacts;
import io.dynafuse.network.SourceTensors;
import io.dynafuse.network.Weighting;
import io.dynafuse.nn.ParameterDeclarations;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import io.dynafuse.torch.Tensor;
import java.util.Optional;

/**
 * A network that Dynafuse does not know, as a graph. One with functions {@code encode} and {@code decode} is weighed in its features; one with {@code forward}
 * alone is fused statically, and can judge for weights on images. Its parameters are in the graph, so that there is nothing to train.
 *
 * <pre>{@code
 * OwnCheckpoint net = OwnCheckpoint.of(Path.of("net.pt"), Optional.of(Path.of("net.yaml")), GraphFile::open);
 * try (Fuser fuser = Fuser.with(net).open()) { … }
 * }</pre>
 */
public final class OwnNetwork implements Network {
    /** What the id of such a network begins with. */
    public static final String PREFIX = "own:";

    private final String name;
    private final Opening opening;
    private final NetworkInterface said;
    private final Trial.Findings findings;

    /** Loads the graphs of a network. */
    interface Opening {
        GraphFunctions open(Device device) throws CheckpointException;
    }

    /**
     * @param file for messages
     * @param forTrial loads them for the trial alone
     * @param parameters how many numbers the graphs hold
     */
    OwnNetwork(String name, String file, Opening forTrial, Opening opening, NetworkInterface said, long parameters)
            throws CheckpointException {
        this.name = name;
        this.opening = opening;
        this.said = said;
        try (GraphFunctions functions = forTrial.open(Device.CPU)) {
            this.findings = new Trial(file, functions, said, parameters).run();
        }
    }

    @Override
    public String id() {
        return PREFIX + name;
    }

    @Override
    public String description() {
        return "a network of one's own, " + findings.words();
    }

    @Override
    public NetworkFacts facts() {
        return findings.facts();
    }

    /** None: they are in the graph. */
    @Override
    public ParameterDeclarations parameters() {
        return ParameterDeclarations.of();
    }

    /** As its interface says, otherwise {@link Reference#FUSED}, which every network can be compared by. */
    @Override
    public Dominability defaultDominability(Optional<Task> task) {
        Dominability usual = Dominability.of(Reference.FUSED);
        return said.dominability().map(usual::with).orElse(usual);
    }

    /**
     * Loads the graphs.
     *
     * @param parameters none
     * @throws IllegalArgumentException if the precision is not {@link Precision#FP32}, which graphs compute in, or if a file has changed since it was tried
     */
    @Override
    public FusionModel create(Parameters parameters, Device device, Precision precision) {
        if (precision != Precision.FP32) {
            throw new IllegalArgumentException(
                    id() + " computes as its file says: expected precision fp32, found bf16");
        }
        GraphFunctions functions = opened(device);
        Optional<Weighting<?>> weighting =
                functions.areWeighed() ? Optional.of(findings.wiring().weighting(functions)) : Optional.empty();
        return new Model(this, device, functions, weighting);
    }

    private GraphFunctions opened(Device device) {
        try {
            return opening.open(device);
        } catch (CheckpointException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public FusionModel over(Parameters parameters) {
        return create(parameters, Device.CPU, Precision.FP32);
    }

    /** Loaded. */
    private record Model(OwnNetwork network, Device device, GraphFunctions functions, Optional<Weighting<?>> weighting)
            implements FusionModel {
        @Override
        public Precision precision() {
            return Precision.FP32;
        }

        @Override
        public Tensor fuse(SourceTensors sources) {
            if (weighting.isPresent()) {
                return FusionModel.super.fuse(sources);
            }
            return network.findings.wiring().forward(functions, sources.images());
        }

        @Override
        public void close() {
            functions.close();
        }
    }
}

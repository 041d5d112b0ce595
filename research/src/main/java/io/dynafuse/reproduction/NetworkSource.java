package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.Checkpoint;
import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.corruption.NoisyNetwork;
import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.network.CheckpointLoader;
import io.dynafuse.network.FusionModel;
import io.dynafuse.network.Inputs;
import io.dynafuse.network.Network;
import io.dynafuse.network.OutputRange;
import io.dynafuse.network.PromptedModel;
import io.dynafuse.network.Sizing;
import io.dynafuse.task.Role;
import io.dynafuse.task.Task;
import io.dynafuse.torch.Device;
import io.dynafuse.torch.Parameters;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a network comes from that an experiment runs. */
interface NetworkSource {
    /** What people call its checkpoint. */
    String weights();

    /**
     * What it is, without its parameters.
     *
     * @throws IOException if the checkpoint cannot be read or fits no network
     */
    Identity identify() throws IOException;

    /**
     * What a checkpoint is.
     *
     * @param trainedHere whether its parameters are known to be this program's rather than a paper's
     */
    record Identity(Network network, boolean trainedHere) {}

    /**
     * Loads the network.
     *
     * @param parameterNoise the level of the noise on its parameters; 0 for none
     * @throws IOException if the checkpoint cannot be read or fits no network
     */
    Loaded open(double parameterNoise) throws IOException;

    /** A network that fuses; may be shared by threads. */
    interface Loaded extends AutoCloseable {
        /**
         * Fuses the sources of a scene.
         *
         * @param variant how, as {@link io.dynafuse.fusion.Variant#parse} reads it
         */
        Fused fuse(List<Image> sources, List<Role> roles, String variant) throws InterruptedException;

        @Override
        void close();
    }

    /**
     * What a network made of a scene.
     *
     * @param image in float samples, in the channels of the network
     * @param notes what a user should know about this network and these sources
     */
    record Fused(Image image, List<String> notes) {}

    /**
     * The network of a checkpoint.
     *
     * @param chosen the network to insist on; recognised from the checkpoint if empty
     * @param task of the images, by which networks with routers choose
     */
    record OfCheckpoint(CheckpointSource checkpoint, Optional<Network> chosen, OutputRule rule, Optional<Task> task)
            implements NetworkSource {
        // Any would do; fixed, so that a table comes out alike every time.
        private static final long NOISE_SEED = 1;
        // Trainings of this program say in their checkpoints how long they took.
        private static final String STEP = "step";

        @Override
        public String weights() {
            return checkpoint.name();
        }

        @Override
        public Identity identify() throws IOException {
            try (Checkpoint opened = checkpoint.open()) {
                Network network = chosen.isPresent()
                        ? chosen.get()
                        : CheckpointLoader.choose(opened).network();
                return new Identity(network, opened.metadata().containsKey(STEP));
            }
        }

        @Override
        public Loaded open(double parameterNoise) throws IOException {
            ParameterNoise noise = ParameterNoise.of(parameterNoise, NOISE_SEED);
            return OpenFuser.of(new NoisyNetwork(checkpoint, chosen).load(noise), rule, task);
        }
    }

    /**
     * A network as training begins it, which fuses badly but in the same time.
     *
     * @param rule how its output becomes an image
     */
    record Untrained(Network network, OutputRule rule) implements NetworkSource {
        // Any would do.
        private static final long SEED = 1;

        @Override
        public String weights() {
            return "random parameters";
        }

        @Override
        public Identity identify() {
            return new Identity(network, true);
        }

        /** @throws IllegalArgumentException if there is to be noise */
        @Override
        public Loaded open(double parameterNoise) throws IOException {
            if (parameterNoise != 0) {
                throw new IllegalArgumentException("expected no noise on random parameters, found " + parameterNoise);
            }
            try (Parameters parameters = network.parameters().initialise(SEED)) {
                FusionModel model = network.create(parameters, Device.CPU, Precision.FP32);
                return OpenFuser.of(model, rule, Optional.empty());
            }
        }
    }

    /** A network that a fuser runs. */
    record OpenFuser(Fuser fuser) implements Loaded {
        static OpenFuser of(FusionModel model, OutputRule rule, Optional<Task> task) throws IOException {
            Fuser.Builder builder = Fuser.with(model);
            if (model instanceof PromptedModel) {
                // With the sizes, the range and the router that TC-MoA's authors fuse with.
                builder.sizing(Sizing.PUBLISHED).range(OutputRange.STRETCHED);
                task.ifPresent(builder::task);
            }
            // Variants say with which weights, if any.
            return new OpenFuser(rule.configure(builder).withoutWeights().open());
        }

        @Override
        public Fused fuse(List<Image> sources, List<Role> roles, String variant) throws InterruptedException {
            Network network = fuser.network();
            Dominability networkDefault = network.defaultDominability(Optional.empty());
            // Others must be fed as their paper fed them, whatever the names of files say.
            Inputs inputs = network.facts().inputs();
            List<Role> known = inputs.orderMatters() && inputs.places(roles).isPresent() ? roles : List.of();
            FusedImage fused = fuser.fuse(sources, known, Variant.parse(variant, networkDefault));
            return new Fused(fused.image(), fused.notes());
        }

        @Override
        public void close() {
            fuser.close();
        }
    }
}

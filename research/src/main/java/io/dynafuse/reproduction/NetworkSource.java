package io.dynafuse.reproduction;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.corruption.NoisyNetwork;
import io.dynafuse.corruption.ParameterNoise;
import io.dynafuse.dominability.Dominability;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.network.Network;
import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where a network comes from that an experiment runs. */
interface NetworkSource {
    /** What people call its checkpoint. */
    String weights();

    /**
     * Loads the network.
     *
     * @param parameterNoise the level of the noise on its parameters; 0 for none
     * @throws IOException if the checkpoint cannot be read or fits no network
     */
    Loaded open(double parameterNoise) throws IOException;

    /** A network that fuses; may be shared by threads. */
    interface Loaded extends AutoCloseable {
        Network network();

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
     */
    record OfCheckpoint(CheckpointSource checkpoint, Optional<Network> chosen, OutputRule rule)
            implements NetworkSource {
        // Any would do; fixed, so that a table comes out alike every time.
        private static final long NOISE_SEED = 1;

        @Override
        public String weights() {
            return checkpoint.name();
        }

        @Override
        public Loaded open(double parameterNoise) throws IOException {
            ParameterNoise noise = ParameterNoise.of(parameterNoise, NOISE_SEED);
            Fuser.Builder builder = Fuser.with(new NoisyNetwork(checkpoint, chosen).load(noise));
            return new OpenFuser(rule.configure(builder).open());
        }

        private record OpenFuser(Fuser fuser) implements Loaded {
            @Override
            public Network network() {
                return fuser.network();
            }

            @Override
            public Fused fuse(List<Image> sources, List<Role> roles, String variant) throws InterruptedException {
                Dominability networkDefault = network().defaultDominability(Optional.empty());
                // Others must be fed as their paper fed them, whatever the names of files say.
                List<Role> known = network().facts().inputs().orderMatters() ? roles : List.of();
                FusedImage fused = fuser.fuse(sources, known, Variant.parse(variant, networkDefault));
                return new Fused(fused.image(), fused.notes());
            }

            @Override
            public void close() {
                fuser.close();
            }
        }
    }
}

package io.dynafuse.reproduction;

import io.dynafuse.image.Image;
import io.dynafuse.network.Network;
import java.io.IOException;
import java.util.List;

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
        Fused fuse(List<Image> sources, String variant) throws InterruptedException;

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
}

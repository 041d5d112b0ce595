package io.dynafuse.preparation;

import java.util.List;

/** Brings sources onto each other, before anything else is done to them. */
public interface Registration {
    /** Leaves sources where they are. */
    Registration NONE = new Registration() {
        @Override
        public List<PreparedSource> of(List<PreparedSource> sources) {
            return sources;
        }

        @Override
        public String words() {
            return "";
        }
    };

    /**
     * The sources on each other, in their order.
     *
     * @param sources as they were read, of any sizes
     * @return of one size, unless the sources were left where they are
     * @throws IllegalArgumentException if they cannot be brought onto each other; the message names the source
     */
    List<PreparedSource> of(List<PreparedSource> sources);

    /** What is done in a few words; equal words mean that the same is done to the same sources. Empty if nothing is. */
    String words();
}

package io.dynafuse.dominability;

/** What fusion weights act on. */
public enum Space {
    /** The features of the network, which its decoder turns into the image (TTD, Eq. 1). */
    FEATURES,
    /** The sources themselves, of which the network is only the judge. */
    IMAGE
}

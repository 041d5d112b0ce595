package io.dynafuse.model;

import io.dynafuse.model.ifcnn.Ifcnn;
import java.util.List;
import java.util.Optional;

/** Every network there is. */
public final class Networks {
    private static final List<Network> ALL = List.of(Ifcnn.SUM, Ifcnn.MEAN, Ifcnn.MAX);

    private Networks() {}

    /** All networks; of several that fit the same checkpoint, the one to prefer comes first. */
    public static List<Network> all() {
        return ALL;
    }

    /** The network of an id such as {@code ifcnn-sum}, if there is one. */
    public static Optional<Network> find(String id) {
        return ALL.stream().filter(network -> network.id().equals(id)).findFirst();
    }
}

package io.dynafuse.reproduction;

import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import java.util.Optional;

/** The networks that the papers' tables are of, whether there are such here or not. */
public enum NetworkFamily {
    IFCNN("ifcnn"),
    CDDFUSE("cddfuse"),
    PIAFUSION("piafusion"),
    REFUSION("refusion"),
    TC_MOA_BASE("tc-moa-base"),
    TC_MOA_LARGE("tc-moa-large"),
    TC_MOA_SMALL("tc-moa-small"),
    U2FUSION("u2fusion");

    private final String id;

    NetworkFamily(String id) {
        this.id = id;
    }

    /** The name that the ids of its networks begin with. */
    public String id() {
        return id;
    }

    /** Whether there is a network of this family. */
    public boolean isThere() {
        return first().isPresent();
    }

    /** Its first network, if there is one. */
    Optional<Network> first() {
        return Networks.all().stream().filter(this::includes).findFirst();
    }

    /** Whether a network is of this family: called like it, or so with something after a hyphen. */
    public boolean includes(Network network) {
        return network.id().equals(id) || network.id().startsWith(id + "-");
    }
}

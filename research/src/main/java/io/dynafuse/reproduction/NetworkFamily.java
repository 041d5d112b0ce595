package io.dynafuse.reproduction;

import io.dynafuse.network.Network;
import io.dynafuse.network.Networks;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The networks that the papers' tables have rows of, each with its variants. */
public enum NetworkFamily {
    IFCNN("ifcnn", "IFCNN", "ifcnn-sum", "ifcnn-mean", "ifcnn-max"),
    CDDFUSE("cddfuse", "CDDFuse", "cddfuse", "cddfuse-medical"),
    PIAFUSION("piafusion", "PIAFusion"),
    REFUSION("refusion", "ReFusion"),
    TC_MOA_BASE("tc-moa-base", "TC-MoA, base"),
    TC_MOA_LARGE("tc-moa-large", "TC-MoA, large"),
    TC_MOA_SMALL("tc-moa-small", "TC-MoA, small"),
    DENSEFUSE("densefuse", "DenseFuse"),
    DEEPFUSE("deepfuse", "DeepFuse"),
    DIDFUSE("didfuse", "DIDFuse"),
    AUIF("auif", "AUIF"),
    SDNET("sdnet", "SDNet"),
    LRRNET("lrrnet", "LRRNet"),
    MEFNET("mefnet", "MEFNet"),
    U2FUSION("u2fusion", "U2Fusion"),
    MUFUSION("mufusion", "MUFusion"),
    PMGI("pmgi", "PMGI"),
    TARDAL("tardal", "TarDAL"),
    YDTR("ydtr", "YDTR"),
    MATR("matr", "MATR"),
    SESF("sesf", "SESF");

    private final String id;
    private final String method;
    private final List<String> published;

    NetworkFamily(String id, String method) {
        this(id, method, id);
    }

    NetworkFamily(String id, String method, String... published) {
        this.id = id;
        this.method = method;
        this.published = List.of(published);
    }

    /** The family of a printed method, however a paper mixes its capitals. */
    static Optional<NetworkFamily> ofMethod(String method) {
        return Arrays.stream(values())
                .filter(family -> family.method.equalsIgnoreCase(method))
                .findFirst();
    }

    /** The name that the ids of its networks begin with. */
    public String id() {
        return id;
    }

    /** What papers call it. */
    String method() {
        return method;
    }

    /** The first of the networks that papers mean by it. */
    Network network() {
        return Networks.all().stream().filter(this::means).findFirst().orElseThrow();
    }

    /** Whether a network is of this family: called like it, or so with something after a hyphen. */
    public boolean includes(Network network) {
        return network.id().equals(id) || network.id().startsWith(id + "-");
    }

    /** Whether a network is what papers mean by the name of the family, rather than a variant of it. */
    boolean means(Network network) {
        return published.contains(network.id());
    }
}

package io.dynafuse.network;

import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.network.zoo.DidFuse;
import io.dynafuse.network.zoo.MefNet;
import io.dynafuse.network.zoo.MuFusion;
import io.dynafuse.network.zoo.Sesf;
import io.dynafuse.network.zoo.SesfMean;
import io.dynafuse.network.zoo.TarDal;
import io.dynafuse.network.zoo.U2Fusion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of all networks. */
public final class Networks {
    private static final List<Network> ALL = Stream.of(
                    Stream.of(
                            Ifcnn.SUM,
                            Ifcnn.MEAN,
                            Ifcnn.MAX,
                            ReFusion.FULL,
                            CddFuse.PUBLISHED,
                            CddFuse.MEDICAL,
                            CddFuse.HALF,
                            CddFuse.QUARTER,
                            PiaFusion.NETWORK,
                            TcMoa.BASE,
                            TcMoa.LARGE,
                            TcMoa.SMALL),
                    TcMoa.ABLATIONS.stream(),
                    Stream.of(
                            DidFuse.NETWORK,
                            U2Fusion.NETWORK,
                            MuFusion.NETWORK,
                            TarDal.NETWORK,
                            MefNet.NETWORK,
                            Sesf.NETWORK,
                            SesfMean.NETWORK))
            .<Network>flatMap(networks -> networks)
            .toList();

    private Networks() {}

    /** All networks; of several that fit the same checkpoint, the preferred one comes first. */
    public static List<Network> all() {
        return ALL;
    }

    /** The ids of all, for messages: {@code ifcnn-sum, ifcnn-mean}. */
    public static String ids() {
        return ALL.stream().map(Network::id).collect(Collectors.joining(", "));
    }

    /** The network of an id such as {@code ifcnn-sum}, if there is one. */
    public static Optional<Network> find(String id) {
        return ALL.stream().filter(network -> network.id().equals(id)).findFirst();
    }
}

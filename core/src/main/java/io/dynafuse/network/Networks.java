package io.dynafuse.network;

import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.network.cddfuse.PfcFuse;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.network.refusion.ReFusion;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.network.zoo.Auif;
import io.dynafuse.network.zoo.DatFuse;
import io.dynafuse.network.zoo.DeepFuse;
import io.dynafuse.network.zoo.DenseFuse;
import io.dynafuse.network.zoo.DidFuse;
import io.dynafuse.network.zoo.LrrNet;
import io.dynafuse.network.zoo.Matr;
import io.dynafuse.network.zoo.MefNet;
import io.dynafuse.network.zoo.MuFusion;
import io.dynafuse.network.zoo.Pmgi;
import io.dynafuse.network.zoo.ReCoNet;
import io.dynafuse.network.zoo.SdNet;
import io.dynafuse.network.zoo.SeaFusion;
import io.dynafuse.network.zoo.Sesf;
import io.dynafuse.network.zoo.SesfMean;
import io.dynafuse.network.zoo.TarDal;
import io.dynafuse.network.zoo.U2Fusion;
import io.dynafuse.network.zoo.Ydtr;
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
                            PfcFuse.NETWORK,
                            PiaFusion.NETWORK,
                            TcMoa.BASE,
                            TcMoa.LARGE,
                            TcMoa.SMALL),
                    TcMoa.ABLATIONS.stream(),
                    Stream.of(DenseFuse.values()),
                    Stream.of(
                            DeepFuse.NETWORK,
                            DidFuse.NETWORK,
                            Auif.NETWORK,
                            SeaFusion.NETWORK,
                            SdNet.NETWORK,
                            LrrNet.NETWORK,
                            MefNet.NETWORK,
                            ReCoNet.NETWORK,
                            U2Fusion.NETWORK,
                            MuFusion.NETWORK,
                            Pmgi.NETWORK,
                            TarDal.NETWORK,
                            Ydtr.NETWORK,
                            DatFuse.NETWORK,
                            Matr.NETWORK,
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

package io.dynafuse.network;

import io.dynafuse.network.own.OwnNetworks;
import io.dynafuse.network.tcmoa.NarrowTcMoa;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.testing.MeanOfLuma;
import io.dynafuse.testing.NetworkContract;
import io.dynafuse.testing.SharpenedByTheMean;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every registered network must hold; and networks of the tests, for kinds that none registered is of: luma, without parameters, global, of one's own, and told
 * apart by roles.
 */
class NetworkContractTest {
    /** Which networks to test, a regular expression of their ids: for one that is being written. */
    private static final String ASKED = System.getProperty("network", ".*");

    private static final Once<List<Network>> OWN = new Once<>(OwnNetworks::all);

    static Stream<NetworkContract> networks() {
        Stream<Network> ofTests = Stream.concat(
                Stream.of(
                        new MeanOfLuma(),
                        new SharpenedByTheMean(),
                        ToyNetworks.ofTheGuide(),
                        NarrowTcMoa.OF_TWO_EXPERTS),
                OWN.get().stream());
        return Stream.concat(Networks.all().stream().filter(NetworkContractTest::isTested), ofTests)
                .filter(network -> network.id().matches(ASKED))
                .map(NetworkContract::new);
    }

    /** All but the many sizes of TC-MoA, which stands among the networks of the tests in a tiny one. */
    private static boolean isTested(Network network) {
        return !(network instanceof TcMoa);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void fusesEverySize(NetworkContract contract) throws Exception {
        contract.fusesEverySize();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void refusesOtherNumbersOfSources(NetworkContract contract) throws Exception {
        contract.refusesOtherNumbersOfSources();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void equalWeightsGiveTheStaticFusion(NetworkContract contract) {
        contract.equalWeightsGiveTheStaticFusion();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void weightsChooseTheirSource(NetworkContract contract) {
        contract.weightsChooseTheirSource();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void permutedSourcesPermuteTheWeights(NetworkContract contract) {
        contract.permutedSourcesPermuteTheWeights();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void componentsAreImagesOfTheirSource(NetworkContract contract) {
        contract.componentsAreImagesOfTheirSource();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void recordedForwardEqualsInference(NetworkContract contract) {
        contract.recordedForwardEqualsInference();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsReachEveryTrainedParameter(NetworkContract contract) {
        contract.gradientsReachEveryTrainedParameter();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyTensorIsFreed(NetworkContract contract) {
        contract.everyTensorIsFreed();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void looksAsFarAsItSays(NetworkContract contract) {
        contract.looksAsFarAsItSays();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void tilesEqualTheWhole(NetworkContract contract) throws Exception {
        contract.tilesEqualTheWhole();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void stripsEqualTheWhole(NetworkContract contract) {
        contract.stripsEqualTheWhole();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void rangeIsAsItSays(NetworkContract contract) throws Exception {
        contract.rangeIsAsItSays();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void badCheckpointsAreNamed(NetworkContract contract, @TempDir Path folder) throws Exception {
        contract.badCheckpointsAreNamed(folder);
    }
}

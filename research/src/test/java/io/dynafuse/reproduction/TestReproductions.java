package io.dynafuse.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.CheckpointSource;
import io.dynafuse.data.DatasetScene;
import io.dynafuse.evaluation.OutputRule;
import io.dynafuse.image.ReadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Experiments of TTD on folders of reference images. */
final class TestReproductions {
    private TestReproductions() {}

    /** Runs an experiment with the weights of a file. */
    static Reproduction of(Experiment experiment, Path images, List<DatasetScene> scenes, Path weights)
            throws Exception {
        Reproduction reproduction = new ReproductionRun(
                        experiment,
                        images,
                        scenes,
                        List.of(new NetworkSource.OfCheckpoint(
                                CheckpointSource.of(weights), Optional.empty(), OutputRule.CUT, Optional.empty())),
                        new ReproductionRun.Settings(2, ReadOptions.DEFAULT),
                        System::nanoTime)
                .run((done, total) -> {});
        assertThat(reproduction.failed()).isEmpty();
        return reproduction;
    }

    /** An experiment with its static row alone. */
    static Experiment staticAlone(String id) {
        MeasuredExperiment all = (MeasuredExperiment) Experiments.of(id);
        return new MeasuredExperiment(
                all.id(),
                all.title(),
                all.images(),
                all.colours(),
                all.columns(),
                all.rows().subList(0, 1),
                all.remarks());
    }

    /** The scenes of a folder of pairs whose first source is MRI; they are numbered from 11. */
    static List<DatasetScene> scenes(Path images, String other, int count) {
        return IntStream.range(11, 11 + count)
                .mapToObj(number -> TestNetworks.scene(
                        Integer.toString(number),
                        List.of(images.resolve(number + "-mri.png"), images.resolve(number + "-" + other + ".png"))))
                .toList();
    }
}

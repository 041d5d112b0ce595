package io.dynafuse.benchmarks;

import io.dynafuse.metrics.Evaluation;
import io.dynafuse.metrics.FusedScene;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Metrics;
import io.dynafuse.metrics.Score;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The canonical suite on one 640×480 scene, or one metric of it: {@code -p metric=Qabf}. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class MetricBenchmark {
    /** The id of a metric, or {@code all}. */
    @Param("all")
    public String metric;

    private FusedScene scene;
    private List<Metric> metrics;

    /** Makes the scene. */
    @Setup
    public void open() {
        FusedScene made = DiscScene.of(640, 480, 1);
        scene = made.withTruth(made.sources().get(0));
        metrics = metric.equals("all")
                ? Metrics.of(MetricProfile.CANONICAL)
                : List.of(Metrics.find(metric).orElseThrow());
    }

    /** One scene scored. */
    @Benchmark
    public List<Score> score() {
        Evaluation evaluation = new Evaluation(scene);
        return metrics.stream()
                .map(each -> evaluation.score(each, MetricProfile.CANONICAL))
                .toList();
    }
}

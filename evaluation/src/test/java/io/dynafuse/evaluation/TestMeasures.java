package io.dynafuse.evaluation;

import io.dynafuse.metrics.Definition;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Formula;
import io.dynafuse.metrics.Kind;
import io.dynafuse.metrics.Literature;
import io.dynafuse.metrics.Metric;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Metrics whose scores are known beforehand, and results made of them. */
public final class TestMeasures {
    private TestMeasures() {}

    /** Scores the first sample of the fused image; undefined where that is 255. */
    public static Measure firstSample(String id, Direction direction) {
        return measure(
                id,
                direction,
                scene -> scene.fused().at(0, 0) == 255
                        ? Score.undefined("the first sample is white")
                        : Score.of(scene.fused().at(0, 0)));
    }

    /** Throws whatever it sees. */
    public static Measure faulty(String id) {
        return measure(
                id, Direction.HIGHER_IS_BETTER, scene -> Score.of(scene.fused().at(-1, -1)));
    }

    /** Scores 1, but runs out of memory the first times it is asked. */
    public static Measure hungry(String id, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return measure(id, Direction.HIGHER_IS_BETTER, scene -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return Score.of(1);
        });
    }

    /** Does something, then scores 1. */
    public static Measure doing(String id, Runnable work) {
        return measure(id, Direction.HIGHER_IS_BETTER, scene -> {
            work.run();
            return Score.of(1);
        });
    }

    private static Measure measure(String id, Direction direction, Formula formula) {
        return new Measure(
                Metric.of(id, "first sample")
                        .direction(direction)
                        .range(0, 255)
                        .kind(Kind.NO_REFERENCE)
                        .formula("F(0)")
                        .literature(new Literature("nobody", "nothing", "nowhere", 2000, ""))
                        .define(Definition.of("The first sample.", formula), MetricProfile.CANONICAL)
                        .build(),
                MetricProfile.CANONICAL);
    }

    public static Score score(double number) {
        return Score.of(number, "not a number");
    }

    /** A method whose scenes are called 0, 1, … and have one score each; NaN stands for undefined. */
    public static MethodResult method(String name, double... scores) {
        return new MethodResult(
                name,
                IntStream.range(0, scores.length)
                        .mapToObj(i -> measured(Integer.toString(i), scores[i]))
                        .toList());
    }

    public static Outcome measured(String scene, double... scores) {
        return new Outcome.Measured(
                scene(scene),
                4,
                3,
                List.of(SampleScale.AS_STORED),
                SampleScale.AS_STORED.words(),
                DoubleStream.of(scores).mapToObj(TestMeasures::score).toList());
    }

    public static Outcome failed(String scene, String reason) {
        return new Outcome.Failed(scene(scene), reason);
    }

    public static Scene scene(String name) {
        return new Scene(name, Path.of(name + ".png"), List.of(), Optional.empty());
    }
}

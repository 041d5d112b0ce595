package io.dynafuse.benchmarks;

import io.dynafuse.fusion.FusedImage;
import io.dynafuse.fusion.Fuser;
import io.dynafuse.image.Image;
import io.dynafuse.torch.Engine;
import io.dynafuse.torch.Precision;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole fusion of two 640×480 RGB images in memory, on two threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class FusionBenchmark {
    /** How the images are fused. */
    @Param({"STATIC", "FUSED", "MAXIMUM", "COMPONENT"})
    public Variant variant;

    private List<Image> sources;
    private Fuser fuser;

    /** Makes images and network. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        Engine.useThreads(2);
        sources = Scene.sources(2, 640, 480);
        fuser = variant.apply(Fuser.with(Scene.network(Precision.FP32))).open();
    }

    /** Frees the network. */
    @TearDown(Level.Trial)
    public void close() {
        fuser.close();
    }

    /** Images in, image out. */
    @Benchmark
    public FusedImage fuse() throws InterruptedException {
        return fuser.fuse(sources);
    }
}

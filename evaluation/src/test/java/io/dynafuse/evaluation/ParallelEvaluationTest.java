package io.dynafuse.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynafuse.data.EvaluationProgress;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.Direction;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ParallelEvaluationTest {
    private static final Measure FIRST_SAMPLE = TestMeasures.firstSample("M", Direction.HIGHER_IS_BETTER);

    @TempDir
    private Path folder;

    private Path image(String name, int level, int width, SampleDepth depth) throws IOException {
        float[] values = new float[width * 3];
        Arrays.fill(values, level / 255f);
        Path file = folder.resolve(name);
        ImageFiles.write(Image.of(width, 3, 1, values, depth), file);
        return file;
    }

    private Scene scene(int number) throws IOException {
        Path file = image(number + ".png", number, 4, SampleDepth.BITS_8);
        return new Scene(Integer.toString(number), file, List.of(), Optional.empty());
    }

    private static Results evaluate(List<Scene> scenes, int threads, EvaluationProgress progress)
            throws InterruptedException {
        SceneEvaluation evaluation = new SceneEvaluation(List.of(FIRST_SAMPLE), ReadOptions.DEFAULT);
        return ParallelEvaluation.evaluate(List.of(new Plan.Method("method", scenes)), evaluation, threads, progress);
    }

    private static Outcome only(Scene scene) throws InterruptedException {
        return evaluate(List.of(scene), 1, (done, total) -> {})
                .methods()
                .get(0)
                .outcomes()
                .get(0);
    }

    @Test
    void outcomesKeepTheOrderOfTheScenesAndABadFileStopsNothing() throws Exception {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            scenes.add(scene(i));
        }
        Files.write(folder.resolve("17.png"), new byte[0]);
        byte[] whole = Files.readAllBytes(folder.resolve("18.png"));
        Files.write(folder.resolve("18.png"), Arrays.copyOf(whole, whole.length / 2));
        Files.delete(folder.resolve("19.png"));
        List<Integer> heard = new ArrayList<>();
        Results results = evaluate(scenes, 4, (done, total) -> heard.add(done));
        List<Outcome> outcomes = results.methods().get(0).outcomes();
        for (int i = 0; i < 40; i++) {
            Outcome outcome = outcomes.get(i);
            assertThat(outcome.scene().name()).isEqualTo(Integer.toString(i));
            if (i >= 17 && i <= 19) {
                assertThat(((Outcome.Failed) outcome).reason()).contains(i + ".png");
            } else {
                assertThat(((Outcome.Measured) outcome).scores()).containsExactly(Score.of(i));
            }
        }
        assertThat(results.failed()).hasSize(3);
        assertThat(heard).hasSize(40).isSorted();
        assertThat(heard.get(39)).isEqualTo(40);
    }

    @Test
    void differentSizesNameBothFilesAndBothSizes() throws Exception {
        Path fused = image("f.png", 1, 4, SampleDepth.BITS_8);
        Path other = image("b.png", 1, 5, SampleDepth.BITS_8);
        Outcome.Failed failed = (Outcome.Failed) only(new Scene("s", fused, List.of(fused, other), Optional.empty()));
        assertThat(failed.reason())
                .isEqualTo(other + ": is 5x3, but " + fused + " is 4x3; expected images of one size");
        assertThat(only(new Scene("s", fused, List.of(), Optional.of(other)))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void whatWasDoneToTheSamplesIsSaid() throws Exception {
        Path eight = image("8.png", 100, 4, SampleDepth.BITS_8);
        Path sixteen = image("16.png", 100, 4, SampleDepth.BITS_16);
        Path floats = image("f.tif", 100, 4, SampleDepth.FLOAT_32);
        Outcome.Measured mixed =
                (Outcome.Measured) only(new Scene("s", sixteen, List.of(eight, floats), Optional.empty()));
        assertThat(mixed.samples())
                .isEqualTo("8-bit samples as they are in " + eight + "; 16-bit samples divided by 257 in " + sixteen
                        + "; float samples from 0..1 multiplied by 255 in " + floats);
        assertThat(mixed.scales()).containsExactly(SampleScale.AS_STORED, SampleScale.DIVIDED, SampleScale.MULTIPLIED);
        assertThat(mixed.scores()).containsExactly(Score.of(100));
        Outcome.Measured alike =
                (Outcome.Measured) only(new Scene("s", floats, List.of(floats, floats), Optional.empty()));
        assertThat(alike.samples()).isEqualTo("float samples from 0..1 multiplied by 255");
        assertThat(alike.scores()).containsExactly(Score.of(100));
    }

    @Test
    void aMetricThatFailsIsNamed() throws Exception {
        Measure faulty = TestMeasures.faulty("Oops");
        SceneEvaluation evaluation = new SceneEvaluation(List.of(FIRST_SAMPLE, faulty), ReadOptions.DEFAULT);
        Outcome outcome = evaluation.evaluate(scene(1));
        assertThat(((Outcome.Failed) outcome).reason()).contains("1.png: the metric Oops@canonical failed");
    }

    @Test
    void whatAMetricThrewIsKept() throws Exception {
        SceneEvaluation evaluation = new SceneEvaluation(List.of(TestMeasures.faulty("Oops")), ReadOptions.DEFAULT);
        Outcome.Failed failed = (Outcome.Failed) evaluation.evaluate(scene(1));
        assertThat(failed.cause()).containsInstanceOf(RuntimeException.class);
        Scene missing = new Scene("s", folder.resolve("missing.png"), List.of(), Optional.empty());
        assertThat(((Outcome.Failed) only(missing)).cause()).containsInstanceOf(IOException.class);
    }

    @Test
    void aMetricThatRunsOutOfMemoryCostsNoOther() throws Exception {
        List<Measure> measures =
                List.of(FIRST_SAMPLE, TestMeasures.hungry("Once", 1), TestMeasures.hungry("Always", 9), FIRST_SAMPLE);
        Outcome outcome = new SceneEvaluation(measures, ReadOptions.DEFAULT).evaluate(scene(7));
        List<Score> scores = ((Outcome.Measured) outcome).scores();
        assertThat(scores.get(0)).isEqualTo(Score.of(7));
        assertThat(scores.get(1)).isEqualTo(Score.of(1));
        assertThat(((Score.Undefined) scores.get(2)).reason()).contains("more memory", "JAVA_OPTS=-Xmx…");
        assertThat(scores.get(3)).isEqualTo(Score.of(7));

        Results results = new Results(measures, List.of(new MethodResult("ours", List.of(outcome))));
        assertThat(results.lostToMemory()).singleElement().asString().contains("7.png: Always@", "more memory");
    }

    @Test
    void progressOfOneSceneCountsMeasures() throws Exception {
        SceneEvaluation evaluation =
                new SceneEvaluation(List.of(FIRST_SAMPLE, TestMeasures.hungry("Once", 1)), ReadOptions.DEFAULT);
        List<String> heard = new ArrayList<>();
        ParallelEvaluation.evaluate(
                List.of(new Plan.Method("m", List.of(scene(1)))),
                evaluation,
                2,
                (done, total) -> heard.add(done + " of " + total));
        assertThat(heard).containsExactly("1 of 2", "2 of 2");
    }

    @Test
    @Timeout(60)
    void anInterruptEndsEverythingBeforeItIsThrown() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger heard = new AtomicInteger();
        Measure slow = TestMeasures.doing("Slow", () -> {
            atWork.incrementAndGet();
            running.countDown();
            // Deaf to interrupts, as a metric is.
            long end = System.nanoTime() + 200_000_000L;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            atWork.decrementAndGet();
        });
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            scenes.add(scene(i));
        }
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicInteger left = new AtomicInteger(-1);
        Thread caller = new Thread(() -> {
            try {
                ParallelEvaluation.evaluate(
                        List.of(new Plan.Method("m", scenes)),
                        new SceneEvaluation(List.of(slow), ReadOptions.DEFAULT),
                        2,
                        (done, total) -> heard.incrementAndGet());
            } catch (InterruptedException e) {
                left.set(atWork.get());
                interrupted.set(true);
            }
        });
        caller.start();
        running.await();
        caller.interrupt();
        caller.join();
        assertThat(interrupted).isTrue();
        assertThat(left).hasValue(0);
        assertThat(heard.get()).isLessThan(50);
    }

    @Test
    void whatProgressThrowsReachesTheCaller() throws Exception {
        List<Scene> scenes = List.of(scene(1), scene(2), scene(3), scene(4));
        RuntimeException exception = new IllegalArgumentException("enough");
        assertThatThrownBy(() -> evaluate(scenes, 2, (done, total) -> {
                    throw exception;
                }))
                .isSameAs(exception);
        Error error = new AssertionError("enough");
        assertThatThrownBy(() -> evaluate(List.of(scene(1)), 2, (done, total) -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void threadsAreOneOrMore() {
        assertThatThrownBy(() -> evaluate(List.of(), 0, (done, total) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }

    @Test
    void whatHasNoPartnerIsAmongTheOutcomes() throws Exception {
        Outcome.Failed unpaired = new Outcome.Failed(TestMeasures.scene("2"), "2.png: there is no image 2 in a");
        Plan.Method method = new Plan.Method("m", List.of(scene(1), scene(3)), List.of(unpaired));
        Results results = ParallelEvaluation.evaluate(
                List.of(method),
                new SceneEvaluation(List.of(FIRST_SAMPLE), ReadOptions.DEFAULT),
                1,
                (done, total) -> {});
        assertThat(results.methods().get(0).outcomes())
                .extracting(outcome -> outcome.scene().name())
                .containsExactly("1", "2", "3");
        assertThat(results.failed()).containsExactly(unpaired);
    }

    @Test
    void methodsAreKeptApart() throws Exception {
        List<Plan.Method> methods =
                List.of(new Plan.Method("a", List.of(scene(1), scene(2))), new Plan.Method("b", List.of(scene(3))));
        Results results = ParallelEvaluation.evaluate(
                methods, new SceneEvaluation(List.of(FIRST_SAMPLE), ReadOptions.DEFAULT), 2, (done, total) -> {});
        assertThat(results.methods().get(0).numbers(0)).containsOnlyKeys("1", "2");
        assertThat(results.methods().get(1).numbers(0)).containsOnlyKeys("3");
    }
}

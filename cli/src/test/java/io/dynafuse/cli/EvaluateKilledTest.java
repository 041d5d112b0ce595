package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation that is ended before its time, as by a crash or by Ctrl-C. */
@Tag("slow")
class EvaluateKilledTest {
    private static final int SCENES = 12;
    private static final int FUSED = 3 * SCENES;
    private static final int KILLS = 6;
    private static final int LONGEST_DELAY = 120;

    @TempDir
    private Path folder;

    private EvaluationFolder place;

    @BeforeEach
    void prepare() throws IOException {
        place = new EvaluationFolder(folder);
        place.prepare();
        place.dataset("data", SCENES, 120, 90);
    }

    private static Object[] arguments(String output) {
        return EvaluationFolder.arguments(
                "data",
                output,
                "--variant",
                "static",
                "--variant",
                "default",
                "--variant",
                "fused,contrast",
                "--gallery",
                "1");
    }

    private int scored(String output) throws IOException {
        Path scores = folder.resolve(output).resolve("scores");
        if (!Files.exists(scores)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(scores)) {
            return (int) files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (UncheckedIOException e) {
            // A file that was being written got its name while the folder was walked.
            return 0;
        }
    }

    /** Starts a run and waits until so many fused images are measured, or it has ended. */
    private Process begin(String output, int enough) throws Exception {
        Process process = CommandProcess.begin(folder, arguments(output));
        while (process.isAlive() && scored(output) < enough) {
            Thread.sleep(2);
        }
        return process;
    }

    @Test
    void killedAgainAndAgainItEndsAsIfItHadNotBeen() throws Exception {
        place.evaluate(0, arguments("whole"));
        Map<String, String> expected = place.contents("whole");
        assertThat(expected).containsKeys("run.json", "results.csv", "results.json", "report.html");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int amidWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = begin("killed", kill * FUSED / KILLS);
            Thread.sleep(random.nextInt(LONGEST_DELAY));
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            int scored = scored("killed");
            amidWork += scored > 0 && scored < FUSED ? 1 : 0;
        }
        assertThat(amidWork).as("kills that left work, seed " + seed).isGreaterThanOrEqualTo(3);
        place.evaluate(0, arguments("killed"));
        assertThat(place.contents("killed")).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void endedByASignalItLeavesNothingHalfWritten() throws Exception {
        Process process = begin("ended", 3);
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(place.contents("ended").keySet()).noneMatch(name -> name.endsWith(".partial"));
        assertThat(scored("ended")).isBetween(3, FUSED - 1);
    }
}

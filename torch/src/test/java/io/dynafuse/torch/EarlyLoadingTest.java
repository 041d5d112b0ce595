package io.dynafuse.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, as an engine is loaded once. */
class EarlyLoadingTest {
    @TempDir
    private Path folder;

    @Test
    void itIsLoadedOnceAndCallsWaitForIt() throws Exception {
        assertThat(run(List.of(), "early", "early", "load", "load")).containsExactly("loaded", "loaded");
        assertThat(run(List.of(), "load", "early", "load")).containsExactly("loaded", "loaded");
    }

    @Test
    void aFailureIsToldWhereItIsNeededAsIfItHadBeenLoadedThere() throws Exception {
        List<String> broken = List.of("-Dorg.bytedeco.javacpp.cachedir=" + Files.createFile(folder.resolve("file")));
        List<String> late = run(broken, "load");
        assertThat(late).hasSize(1).first().asString().startsWith("engine: " + folder.resolve("file") + ": cannot be");
        assertThat(run(broken, "early", "load")).isEqualTo(late);
        assertThat(run(broken, "early", "load", "load", "early", "load"))
                .containsExactly(late.get(0), late.get(0), late.get(0));
    }

    @Test
    void aFailureThatNobodyNeedsToKnowIsNotTold() throws Exception {
        List<String> broken = List.of("-Dorg.bytedeco.javacpp.cachedir=" + Files.createFile(folder.resolve("file")));
        assertThat(run(broken, "early", "sleep")).isEmpty();
        assertThat(run(broken, "early")).isEmpty();
    }

    @Test
    void aProcessMayEndWhileItIsLoaded() throws Exception {
        assertThat(run(List.of(), "early")).isEmpty();
        assertThat(run(List.of(), "early", "sleep")).isEmpty();
    }

    private static List<String> run(List<String> options, String... steps) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Steps.class.getName()));
        command.addAll(List.of(steps));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines =
                new String(process.getInputStream().readAllBytes()).lines().toList();
        assertThat(process.waitFor()).as(lines::toString).isZero();
        return lines;
    }

    /** Does what its arguments say and prints what comes of it. */
    static final class Steps {
        public static void main(String[] steps) throws InterruptedException {
            for (String step : steps) {
                switch (step) {
                    case "early" -> Engine.loadEarly();
                    case "load" -> System.out.println(loaded());
                    case "sleep" -> Thread.sleep(300);
                    default -> throw new IllegalArgumentException(step);
                }
            }
            System.exit(0);
        }

        private static String loaded() {
            try {
                Engine.load();
                return "loaded";
            } catch (EngineException e) {
                return e.getMessage();
            }
        }
    }
}

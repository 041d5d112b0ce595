package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies on the command line. */
@Tag("slow")
class StudyCommandTest {
    @TempDir
    private Path folder;

    private Path weights;

    @BeforeEach
    void prepare() throws IOException {
        weights = folder.resolve("ifcnn-sum.safetensors");
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        for (String name : new String[] {"visible/1.png", "infrared/1.png", "visible/2.png", "infrared/2.png"}) {
            float[] values = new float[30 * 20];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((i * 7919L + Math.abs(name.hashCode())) % 997) / 997;
            }
            Path file = folder.resolve("data").resolve(name);
            Files.createDirectories(file.getParent());
            ImageFiles.write(Image.of(30, 20, 1, values, SampleDepth.BITS_8), file);
        }
    }

    private CommandProcess.Result study(int exitCode, Object... arguments) throws Exception {
        Object[] all = Stream.concat(
                        Stream.of("study"),
                        Stream.concat(
                                Arrays.stream(arguments),
                                Stream.of("--data", folder.resolve("data"), "--checkpoint", weights)))
                .toArray();
        CommandProcess.Result result = CommandProcess.runIn(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private static List<String> withoutNotes(CommandProcess.Result result) {
        return result.error()
                .lines()
                .filter(line -> !line.startsWith("note: "))
                // On a slow machine there is progress to tell of.
                .filter(line -> !line.matches("\\w+: \\d+ of \\d+ .*"))
                .toList();
    }

    private void assertRefused(String mention, Object... arguments) throws Exception {
        CommandProcess.Result result = study(2, arguments);
        assertThat(result.output()).isEmpty();
        assertThat(withoutNotes(result)).singleElement().asString().contains(mention);
    }

    @Test
    void findingsArePrintedAndWritten() throws Exception {
        Path out = folder.resolve("out");
        CommandProcess.Result result = study(
                0, "corruption", "--corruption", "contrast", "--variant", "maximum", "--source", "visible", "-o", out);
        assertThat(result.output())
                .contains("Mean weight of the corrupted source (visible) over 2 scenes", "contrast x 0.05");
        assertThat(Files.readString(out.resolve("corruption.txt"))).isEqualTo(result.output());
        assertThat(Files.readAllLines(out.resolve("corruption.csv")))
                .startsWith("table,row,column,value")
                .hasSizeGreaterThan(6);
        assertThat(ImageFiles.read(out.resolve("corruption-contrast-1.png")).width())
                .isGreaterThan(60);
    }

    @Test
    void aBadSceneIsReportedAndTheOthersAreStudied() throws Exception {
        Files.writeString(folder.resolve("data/infrared/2.png"), "no image");
        CommandProcess.Result result = study(1, "covariance", "--variant", "static");
        assertThat(result.output()).contains("1 scene of 2 sources");
        assertThat(withoutNotes(result)).singleElement().asString().contains("2.png");
    }

    @Test
    void whatIsLeftOutOfADatasetIsSaid() throws Exception {
        Files.delete(folder.resolve("data/infrared/2.png"));
        CommandProcess.Result result = study(0, "covariance", "--variant", "static");
        assertThat(result.error().lines())
                .contains("note: layout: one folder a source: visible, infrared")
                .anyMatch(line -> line.matches("note: .*2\\.png: left out, .*"));
    }

    @Test
    void findingsDoNotLandAmongTheImages() throws Exception {
        assertRefused("-o", "covariance", "-o", folder.resolve("data/visible"));
        assertRefused("-o", "covariance", "-o", folder.resolve("data/new"));
        assertRefused("-o", "covariance", "-o", folder.resolve("data"));
        assertThat(folder.resolve("data/new")).doesNotExist();
    }

    /** Of photographs, as datasets, and never over what is there. */
    @Test
    void scenesOfKnownTruthAreKept() throws Exception {
        Path kept = folder.resolve("kept");
        Object[] arguments = {
            "study",
            "ground-truth",
            "--data",
            folder.resolve("data/visible"),
            "--checkpoint",
            weights,
            "--variant",
            "static",
            "--scenes",
            kept
        };
        CommandProcess.Result first = CommandProcess.runIn(folder, arguments);
        assertThat(first.exitCode()).as(first.error()).isZero();
        assertThat(kept.resolve("exposure/under/1.png")).isRegularFile();
        assertThat(kept.resolve("focus-disc-4/truth/2.png")).isRegularFile();
        CommandProcess.Result second = CommandProcess.runIn(folder, arguments);
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.error()).contains("kept: is there already; expected a new or empty folder");
    }

    @Test
    void optionsOfOtherStudiesAreRefused() throws Exception {
        assertRefused("--data and --sources: daylight makes its own scenes; expected neither", "daylight");
        assertRefused("--source: is for the study corruption", "covariance", "--source", "visible");
        assertRefused("--corruption: is for the study corruption", "channels", "--corruption", "blur");
        assertRefused(
                "--seed: is for the study alignment or corruption or daylight or parameter-noise or ground-truth or hand-held",
                "covariance",
                "--seed",
                "2");
        assertRefused("--scenes: is for the study ground-truth", "corruption", "--scenes", folder.resolve("new"));
        assertThat(folder.resolve("new")).doesNotExist();
        assertRefused("--seed': expected a whole number, found x", "corruption", "--seed", "x");
    }

    @Test
    void wrongUsageIsOneLine() throws Exception {
        assertRefused("did you mean covariance", "covarience");
        assertRefused("--variant", "covariance", "--variant", "brightest");
        assertRefused("--source radar", "corruption", "--source", "radar", "--corruption", "blur");
        assertRefused("--corruption", "corruption", "--corruption", "rain");
        assertRefused("--limit", "covariance", "--limit", "0");
        assertRefused("gradient", "channels", "--variant", "fused");
    }
}

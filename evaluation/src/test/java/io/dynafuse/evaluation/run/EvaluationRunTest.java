package io.dynafuse.evaluation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynafuse.evaluation.MeasureSelection;
import io.dynafuse.evaluation.Outcome;
import io.dynafuse.fusion.Variant;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.ReadLimits;
import io.dynafuse.image.ReadOptions;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.metrics.MetricProfile;
import io.dynafuse.metrics.Score;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of an earlier run, what is done anew, and that both give the same. */
@Tag("slow")
class EvaluationRunTest {
    @TempDir
    private Path folder;

    private RunFixture fixture;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new RunFixture(folder);
    }

    /** How many fused images a run made. */
    private int missing() throws Exception {
        RunFixture.Counts counts = new RunFixture.Counts();
        fixture.run(counts);
        assertThat(counts.done).isEqualTo(counts.missing);
        return counts.missing;
    }

    /** How many fused images a run made, whose results are as those of a run into a new folder. */
    private int made() throws Exception {
        int missing = missing();
        RunFixture anew = new RunFixture(Files.createDirectories(folder.resolve("anew" + System.nanoTime())));
        anew.variants = fixture.variants;
        anew.measures = fixture.measures;
        anew.scenes = fixture.scenes;
        Files.walk(fixture.data).filter(Files::isRegularFile).forEach(file -> copy(file, anew.data));
        anew.run();
        assertThat(results(fixture)).isEqualTo(results(anew));
        return missing;
    }

    private static void copy(Path file, Path target) {
        try {
            Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Map<String, String> results(RunFixture run) throws IOException {
        Map<String, String> files = run.files();
        files.keySet().removeIf(name -> !name.startsWith("results.") && !name.equals("report.html"));
        assertThat(files).hasSize(3);
        return files;
    }

    private Path path(String name) {
        return fixture.output.resolve(name);
    }

    @Test
    void everythingLiesWhereItIsSaid() throws Exception {
        fixture.gallery = 2;
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.total()).isEqualTo(6);
        assertThat(summary.measured()).isEqualTo(6);
        assertThat(summary.present()).isZero();
        assertThat(summary.report()).isEqualTo(path("report.html"));
        assertThat(fixture.files().keySet())
                .containsExactlyInAnyOrder(
                        ".lock",
                        "run.json",
                        "results.csv",
                        "results.json",
                        "report.html",
                        "fused/static/1.png",
                        "fused/static/2.png",
                        "fused/static/3.png",
                        "fused/maximum/1.png",
                        "fused/maximum/2.png",
                        "fused/maximum/3.png",
                        "weights/maximum/1/a.png",
                        "weights/maximum/1/b.png",
                        "weights/maximum/2/a.png",
                        "weights/maximum/2/b.png",
                        "weights/maximum/3/a.png",
                        "weights/maximum/3/b.png",
                        "scores/static/1.json",
                        "scores/static/2.json",
                        "scores/static/3.json",
                        "scores/maximum/1.json",
                        "scores/maximum/2.json",
                        "scores/maximum/3.json");
        assertThat(path("results.csv"))
                .content()
                .contains("static,1,fused/static/1.png,EN,canonical")
                .doesNotContain(folder.toString());
        assertThat(path("results.json")).content().contains("\"1-a.png\"").doesNotContain(folder.toString());
        assertThat(path("report.html"))
                .content()
                .contains("a note of the dataset", "a note of the network")
                .doesNotContain(folder.toString());
    }

    @Test
    void scoresAreThoseOfTheImagesWritten() throws Exception {
        // Two sources of one level each: the mean is constant, without entropy or deviation.
        for (char role : new char[] {'a', 'b'}) {
            ImageFiles.write(Image.of(32, 24, 1, new float[32 * 24], SampleDepth.BITS_8), fixture.source(1, role));
        }
        fixture.scenes = 1;
        fixture.variants = List.of(Variant.STATIC);
        fixture.measures = MeasureSelection.named(List.of("EN", "SD"), MetricProfile.CANONICAL);
        Outcome.Measured outcome =
                fixture.run().results().methods().get(0).measured().findFirst().orElseThrow();
        assertThat(outcome.scores()).containsExactly(Score.of(0), Score.of(0));
    }

    @Test
    void theTruthIsComparedWithAndCounts() throws Exception {
        fixture.truth = true;
        fixture.measures = MeasureSelection.named(List.of("PSNR_GT"), MetricProfile.CANONICAL);
        // The fusion of scene 1 as its truth.
        Files.copy(fixture.source(1, 'a'), fixture.source(1, 'b'), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(fixture.source(1, 'a'), fixture.data.resolve("1-gt.png"), StandardCopyOption.REPLACE_EXISTING);
        List<Outcome.Measured> outcomes =
                fixture.run().results().methods().get(0).measured().toList();
        assertThat(outcomes.get(0).scores()).containsExactly(Score.of(Double.POSITIVE_INFINITY));
        assertThat(outcomes.get(1).scores().get(0).toOptional().orElseThrow()).isBetween(0.0, 30.0);
        RunFixture.Counts counts = new RunFixture.Counts();
        assertThat(fixture.run(counts).results().methods().get(0).measured().toList())
                .isEqualTo(outcomes);
        assertThat(counts.missing).isZero();
        fixture.image("1-gt", 77, 24);
        fixture.run(counts);
        assertThat(counts.missing).isEqualTo(2);
    }

    @Test
    void aSecondRunDoesNothingAndFindsTheSame() throws Exception {
        fixture.run();
        Map<String, String> before = fixture.files();
        fixture.fusion = (sources, roles, variant) -> {
            throw new AssertionError("nothing is to be fused");
        };
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.present()).isEqualTo(6);
        assertThat(summary.notes()).containsExactly("a note of the network");
        assertThat(fixture.files()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scores/static/2.json",
                "scores/maximum/2.json",
                "fused/static/2.png",
                "fused/maximum/2.png",
                "weights/maximum/2/b.png"
            })
    void whatIsDamagedCutShortOrMissingIsDoneAnew(String name) throws Exception {
        fixture.run();
        Map<String, String> before = fixture.files();
        byte[] whole = Files.readAllBytes(path(name));
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length / 2);
        for (byte[] content : List.of(damaged, cut, new byte[0])) {
            Files.write(path(name), content);
            assertThat(missing()).isEqualTo(1);
            assertThat(fixture.files()).isEqualTo(before);
        }
        Files.delete(path(name));
        assertThat(missing()).isEqualTo(1);
        assertThat(fixture.files()).isEqualTo(before);
    }

    @Test
    void anEditedScoreIsNotBelieved() throws Exception {
        fixture.run();
        Path scores = path("scores/static/1.json");
        String text = Files.readString(scores);
        String edited = text.replaceFirst("\"value\" : \"\\d", "\"value\" : \"9");
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(scores, edited);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void scoresOfAnotherSceneAreNotBelieved() throws Exception {
        fixture.run();
        Files.copy(path("scores/static/1.json"), path("scores/static/2.json"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(path("scores/static/3.json"), path("scores/maximum/3.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void changedSourcesAreFusedAnew() throws Exception {
        fixture.run();
        fixture.image("2-a", 99, 24);
        assertThat(made()).isEqualTo(2);
        // As large as before, and as old.
        Path source = fixture.source(3, 'b');
        var time = Files.getLastModifiedTime(source);
        Files.copy(fixture.image("x", 55, 24), source, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(source, time);
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void variantsAndScenesCanBeAdded() throws Exception {
        fixture.run();
        fixture.scenes = 5;
        assertThat(made()).isEqualTo(4);
        fixture.variants = List.of(RunFixture.CONTRAST, Variant.STATIC, RunFixture.MAXIMUM);
        assertThat(made()).isEqualTo(5);
        assertThat(path("fused/maximum-contrast/5.png")).exists();
        fixture.variants = List.of(Variant.STATIC);
        fixture.scenes = 1;
        assertThat(made()).isZero();
    }

    @Test
    void oneMeaningHasOneFolderWhateverItIsCalled() throws Exception {
        fixture.run();
        fixture.variants = List.of(Variant.STATIC, new Variant("default", RunFixture.MAXIMUM.dominability()));
        RunFixture.Counts counts = new RunFixture.Counts();
        EvaluationRun.Summary summary = fixture.run(counts);
        assertThat(counts.missing).isZero();
        assertThat(summary.results().methods().get(1).method()).isEqualTo("default");
    }

    @Test
    void resultsDoNotDependOnThreadsOrTiming() throws Exception {
        fixture.threads = 1;
        fixture.scenes = 5;
        fixture.gallery = 2;
        fixture.run();
        Map<String, String> expected = fixture.files();
        for (int seed = 0; seed < 3; seed++) {
            RunFixture other = new RunFixture(Files.createDirectories(folder.resolve("timing" + seed)));
            other.threads = 4;
            other.scenes = 5;
            other.gallery = 2;
            Random random = new Random(seed);
            other.fusion = (sources, roles, variant) -> {
                Thread.sleep(random.nextInt(20));
                return RunFixture.fuse(sources, roles, variant);
            };
            other.run();
            assertThat(other.files()).isEqualTo(expected);
        }
    }

    @Test
    void aBadSceneStopsNothingAndIsTriedAgain() throws Exception {
        fixture.image("2-b", 1, 12);
        Files.writeString(fixture.source(3, 'a'), "no image");
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.measured()).isEqualTo(2);
        List<Outcome.Failed> failed = summary.results().failed().toList();
        assertThat(failed).hasSize(4);
        assertThat(failed.get(0).reason())
                .isEqualTo(
                        "2-b.png: is 32x12, but 2-a.png is 32x24, whose aspect ratios (2.667 and 1.333) differ by 100.0 %;"
                                + " expected registered images of one aspect ratio, within 1 %");
        assertThat(failed.get(1).reason()).startsWith("3-a.png: ");
        assertThat(path("results.csv")).content().contains("2-b.png: is 32x12").doesNotContain(folder.toString());
        assertThat(path("report.html")).content().contains("is 32x12").doesNotContain(folder.toString());
        assertThat(path("scores/static/2.json")).doesNotExist();
        fixture.image("2-b", 102, 24);
        assertThat(made()).isEqualTo(4);
        fixture.image("3-a", 3, 24);
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void aSourceThatHasGoneBadLosesItsScores() throws Exception {
        fixture.run();
        Files.delete(fixture.source(2, 'a'));
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.measured()).isEqualTo(4);
        assertThat(summary.results().failed().map(Outcome.Failed::reason))
                .allMatch(reason -> reason.equals("2-a.png: there is no such file"));
        assertThat(path("scores/static/2.json")).doesNotExist();
    }

    @Test
    void aSourceThatHasGoneBadLosesItsPicturesButNotThoseOfOthers() throws Exception {
        fixture.run();
        Files.writeString(fixture.source(2, 'a'), "no image");
        Files.copy(fixture.source(1, 'a'), path("fused/maximum/2.png"), StandardCopyOption.REPLACE_EXISTING);
        fixture.run();
        assertThat(path("fused/static/2.png")).doesNotExist();
        assertThat(path("weights/maximum/2/a.png")).doesNotExist();
        assertThat(path("fused/maximum/2.png")).hasSameBinaryContentAs(fixture.source(1, 'a'));
        assertThat(path("fused/static/1.png")).exists();
    }

    @Test
    void theReportShowsWhatRaisedLimitsLetIn() throws Exception {
        int wide = ReadOptions.DEFAULT.limits().maximumSide() + 1;
        for (char role : new char[] {'a', 'b'}) {
            fixture.image("1-" + role, role, wide, 16);
        }
        fixture.scenes = 1;
        fixture.gallery = 1;
        fixture.limits = ReadOptions.within(new ReadLimits(wide * 16L, wide));
        assertThat(fixture.run().measured()).isEqualTo(2);
        assertThat(path("report.html")).content().contains(wide + " × 16").doesNotContain("cannot be shown");
    }

    @Test
    void aFusionThatFailsIsReportedInItsRow() throws Exception {
        fixture.fusion = (sources, roles, variant) -> {
            if (variant.dominability().isPresent()) {
                throw new IllegalArgumentException("expected a channel below 64,\nfound 100");
            }
            return RunFixture.fuse(sources, roles, variant);
        };
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.measured()).isEqualTo(3);
        assertThat(summary.results().failed().findFirst().orElseThrow().reason())
                .isEqualTo("1: cannot be fused: expected a channel below 64, found 100");
    }

    @Test
    void whatCannotFitIsRefusedFromTheHeaders() throws Exception {
        Path damaged = fixture.source(1, 'a');
        byte[] whole = Files.readAllBytes(damaged);
        whole[whole.length / 2] ^= 0x55;
        Files.write(damaged, whole);
        fixture.memory = headers -> {
            throw new IllegalStateException("expected 99 MB for " + headers.size() + " images");
        };
        fixture.fusion = (sources, roles, variant) -> {
            throw new AssertionError("decoded");
        };
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.measured()).isZero();
        assertThat(summary.results().failed().map(Outcome.Failed::reason).distinct())
                .contains("1: cannot be fused: expected 99 MB for 2 images");
    }

    @Test
    void memoryThatRunsOutOnceIsTriedAgainAndTwiceIsARow() throws Exception {
        AtomicInteger left = new AtomicInteger(1);
        fixture.fusion = (sources, roles, variant) -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("Java heap space");
            }
            return RunFixture.fuse(sources, roles, variant);
        };
        assertThat(fixture.run().measured()).isEqualTo(6);
        left.set(2);
        fixture.restart = true;
        EvaluationRun.Summary summary = fixture.run();
        assertThat(summary.measured()).isEqualTo(5);
        assertThat(summary.results().failed().findFirst().orElseThrow().reason())
                .startsWith("1: needs more memory");
    }

    @Test
    void whatCannotBeWrittenEndsTheRun() throws Exception {
        Files.createDirectories(fixture.output.resolve("fused"));
        Files.writeString(fixture.output.resolve("run.json"), "");
        fixture.restart = true;
        Files.writeString(fixture.output.resolve("scores"), "in the way");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(fixture::run)
                .withMessageContaining("scores")
                .withMessageContaining("cannot be written");
    }

    private void assertRefused(String... mentions) throws IOException {
        Map<String, String> before = fixture.files();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(fixture::run)
                .satisfies(e -> assertThat(e.getMessage()).contains(mentions));
        assertThat(fixture.files()).isEqualTo(before);
    }

    @Test
    void anotherRunsFolderIsRefusedAndSaysWhatDiffers() throws Exception {
        fixture.run();
        fixture.weights = "ffff";
        assertRefused(
                fixture.output + ": holds results of another run",
                "checkpoint, SHA-256: 0123abcd there, ffff here",
                "expected another folder, or --restart");
        fixture.weights = "0123abcd";
        fixture.measures = MeasureSelection.named(List.of("EN", "SD", "AG"), MetricProfile.CANONICAL);
        assertRefused("metrics: also SSIM@canonical there, also AG@canonical here");
        fixture.measures = MeasureSelection.named(List.of("SSIM", "SD", "EN"), MetricProfile.CANONICAL);
        fixture.variants = List.of(Variant.STATIC, new Variant("maximum", RunFixture.CONTRAST.dominability()));
        assertRefused(
                "variant maximum: maximum, L1, k=1, exp, softmax there, maximum, L1, k=1, exp, softmax, contrast here");
        fixture.variants = List.of(Variant.STATIC, RunFixture.MAXIMUM);
        // The order of measures makes no other run.
        assertThat(made()).isZero();
    }

    @Test
    void aRestartReplacesTheRunAndKeepsForeignFiles() throws Exception {
        fixture.run();
        Path foreign = path("fused/static/mine.png");
        Files.writeString(foreign, "mine");
        Files.writeString(path("notes.txt"), "mine too");
        fixture.weights = "ffff";
        fixture.variants = List.of(RunFixture.CONTRAST);
        fixture.restart = true;
        assertThat(made()).isEqualTo(3);
        assertThat(fixture.files().keySet()).contains("fused/static/mine.png", "notes.txt");
        assertThat(path("fused/static/1.png")).doesNotExist();
        assertThat(path("fused/maximum")).doesNotExist();
        assertThat(path("weights/maximum")).doesNotExist();
        assertThat(path("scores/static")).doesNotExist();
        assertThat(foreign).hasContent("mine");
        fixture.restart = false;
        assertThat(made()).isZero();
    }

    @Test
    void aRestartRemovesNothingOutsideOfTheFolder() throws Exception {
        fixture.run();
        Path precious = Files.writeString(folder.resolve("precious.png"), "precious");
        Optional<ScoreRecord> record = ScoreRecord.read(path("scores/static/1.json"));
        ScoreRecord hostile = new ScoreRecord(
                "",
                "",
                "",
                List.of(),
                List.of(
                        FileDigest.of(precious, "fused/../../precious.png"),
                        FileDigest.of(precious, precious.toString()),
                        FileDigest.of(precious, "results.csv")),
                1,
                1,
                List.of(),
                "",
                record.orElseThrow().scores(),
                List.of());
        hostile.write(path("scores/static/1.json"));
        fixture.restart = true;
        fixture.run();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aDamagedDescriptionIsRefusedUnlessAllIsDoneAnew() throws Exception {
        fixture.run();
        String whole = Files.readString(path("run.json"));
        for (String content : List.of(
                "",
                "{",
                whole.substring(0, whole.length() / 2),
                whole.substring(0, whole.length() - 3),
                whole + "{}",
                whole.replace("fp32", "fp16"))) {
            Files.writeString(path("run.json"), content);
            fixture.restart = false;
            assertRefused("run.json: is damaged, edited, or of another version", "--restart");
            fixture.restart = true;
            assertThat(missing()).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{\"name\": \"mine\"}", "{\"run\":{}}", "mine"})
    void aDescriptionOfSomethingElseIsNeverReplaced(String content) throws Exception {
        Files.createDirectories(fixture.output);
        Files.writeString(path("run.json"), content);
        Files.writeString(path("precious"), "precious");
        Files.createFile(path(".lock"));
        assertRefused("run.json: is damaged, edited, or of another version");
        fixture.restart = true;
        assertRefused("run.json: is not of an evaluation; expected another folder");
    }

    @Test
    void anEditedDescriptionIsRefused() throws Exception {
        fixture.run();
        Files.writeString(path("run.json"), Files.readString(path("run.json")).replace("0123abcd", "0123abce"));
        fixture.weights = "0123abce";
        assertRefused("run.json: is damaged, edited");
    }

    @Test
    void aFolderOfOtherFilesIsRefusedEvenForARestart() throws Exception {
        Files.createDirectories(fixture.output.resolve("fused/static"));
        Files.writeString(fixture.output.resolve("fused/static/1.png"), "mine");
        assertRefused(fixture.output + ": holds files, but no run.json");
        fixture.restart = true;
        assertRefused("expected an empty folder");
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Files.writeString(fixture.output, "a file");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(fixture::run)
                .withMessage(fixture.output + ": cannot be written: it is not a folder");
        assertThat(fixture.output).hasContent("a file");
    }

    @Test
    void oneRunAtATime() throws Exception {
        fixture.run();
        try (FileChannel channel = FileChannel.open(path(".lock"), StandardOpenOption.WRITE)) {
            channel.lock();
            assertRefused("is in use by another evaluation");
        }
        assertThat(made()).isZero();
    }

    @Test
    void whatKilledRunsLeftHalfWrittenIsRemoved() throws Exception {
        fixture.run();
        List<String> leftOvers = List.of(
                ".01234567-89ab.partial",
                "fused/static/.01234567-89ab.partial",
                "weights/maximum/1/.01234567-89ab.partial",
                "scores/static/.01234567-89ab.partial");
        for (String name : leftOvers) {
            Files.writeString(path(name), "half");
        }
        Files.writeString(path("fused/static/.other.partial"), "not ours");
        fixture.run();
        assertThat(fixture.files().keySet())
                .doesNotContainAnyElementsOf(leftOvers)
                .contains("fused/static/.other.partial");
    }

    @Test
    void aRunThatIsInterruptedGoesOn() throws Exception {
        AtomicInteger fusions = new AtomicInteger();
        fixture.fusion = (sources, roles, variant) -> {
            if (fusions.incrementAndGet() == 4) {
                throw new InterruptedException();
            }
            return RunFixture.fuse(sources, roles, variant);
        };
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(fixture::run);
        assertThat(path("results.csv")).doesNotExist();
        fixture.fusion = RunFixture::fuse;
        assertThat(made()).isBetween(4, 6);
    }

    @Test
    void variantsMustDiffer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EvaluationRequest.requireApart(
                        List.of(RunFixture.MAXIMUM, new Variant("default", RunFixture.MAXIMUM.dominability()))))
                .withMessage(
                        "expected variants that differ, found maximum and default, which both are: maximum, L1, k=1,"
                                + " exp, softmax");
    }
}

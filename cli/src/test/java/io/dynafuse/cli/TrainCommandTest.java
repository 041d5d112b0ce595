package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.scenes.SceneMakers;
import io.dynafuse.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings on the command line, too short to learn anything. */
@Tag("slow")
class TrainCommandTest {
    private static final List<String> SMALL = List.of(
            "--threads",
            "1",
            "--scenes",
            "2",
            "--scene-side",
            "32",
            "--patch",
            "12",
            "--batch",
            "1",
            "--checkpoint-every",
            "1");

    @TempDir
    private Path folder;

    private static Object[] arguments(String output, int steps, Object... others) {
        List<Object> all = new ArrayList<>(List.of("train", "ifcnn", "-o", output, "--steps", steps));
        all.addAll(SMALL);
        all.addAll(List.of(others));
        return all.toArray();
    }

    private CommandProcess.Result train(int exitCode, Object... arguments) throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(folder, arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private static void assertRefused(int exitCode, String mention, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).singleElement().asString().contains(mention);
    }

    private Map<String, String> contents(String name) throws IOException {
        return new EvaluationFolder(folder).contents(name);
    }

    @Test
    void theSameSeedGivesTheSameWeightsWhichFuse() throws Exception {
        CommandProcess.Result result = train(0, arguments("a", 3, "--synthetic", "--seed", "1"));
        assertThat(result.output())
                .startsWith(Path.of("a/weights.safetensors") + ": ifcnn-sum, step 3 of 3, multi-focus PSNR_GT");
        assertThat(result.error()).contains("step 3: multi-focus PSNR_GT ", ", the best so far");
        train(0, arguments("b", 3, "--synthetic", "--seed", "1"));
        assertThat(contents("b"))
                .isEqualTo(contents("a"))
                .containsOnlyKeys(
                        "losses.csv", "state-3.safetensors", "training.json", "validations.csv", "weights.safetensors");
        new EvaluationFolder(folder).dataset("data", 1, 40, 30);
        CommandProcess.Result fused = CommandProcess.runHere(
                "fuse",
                folder.resolve("data/visible/1.png"),
                folder.resolve("data/infrared/1.png"),
                "-o",
                folder.resolve("fused.png"),
                "--static",
                "--checkpoint",
                folder.resolve("a/weights.safetensors"));
        assertThat(fused.exitCode()).as(fused.error()).isZero();
        assertThat(ImageFiles.read(folder.resolve("fused.png")).width()).isEqualTo(40);
    }

    @Test
    void killedAndResumedItEndsAsIfItHadNotBeen() throws Exception {
        int steps = 20;
        train(0, arguments("whole", steps, "--synthetic"));
        Process process = CommandProcess.begin(folder, arguments("killed", steps, "--synthetic"));
        try {
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
            while (!states("killed").stream().anyMatch(name -> name.matches("state-([3-9]|\\d\\d)\\..*"))
                    && System.nanoTime() < end) {
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(states("killed")).isNotEmpty().doesNotContain("state-" + steps + ".safetensors");
        assertRefused(
                2,
                "killed: holds a training already; expected --resume",
                arguments(path("killed"), steps, "--synthetic"));
        train(0, arguments("killed", steps, "--synthetic", "--resume"));
        assertThat(contents("killed")).isEqualTo(contents("whole"));
    }

    private List<String> states(String name) {
        String[] files = folder.resolve(name).toFile().list((any, file) -> file.startsWith("state-"));
        return files == null ? List.of() : Arrays.asList(files);
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aTrainingOnPhotographsGoesOnWithTheSameOnesOnly() throws Exception {
        Files.createDirectory(folder.resolve("photos"));
        ImageFiles.write(
                SceneMakers.of(Task.MULTI_FOCUS).make(64, 48, 1).truth().orElseThrow(), folder.resolve("photos/a.png"));
        Files.writeString(folder.resolve("photos/b.png"), "none");
        CommandProcess.Result result = train(0, arguments("out", 1, "--images", "photos", "--task", "multi-exposure"));
        assertThat(result.error()).contains("passed over: ", "b.png");
        assertThat(folder.resolve("out/training.json")).content().contains("\"data\" : \"1 photographs, ");
        Files.copy(folder.resolve("photos/a.png"), folder.resolve("photos/c.png"));
        Files.delete(folder.resolve("photos/b.png"));
        assertRefused(
                1,
                "is of another training, whose data is 1 photographs",
                arguments(path("out"), 1, "--images", path("photos"), "--task", "multi-exposure", "--resume"));
    }

    private Object[] ofDataset(String network, String dataset, String output, Object... others) {
        List<Object> all = new ArrayList<>(List.of("train", network, "--data", path(dataset), "-o", path(output)));
        all.addAll(List.of("--threads", 1, "--patch", 12, "--batch", 1, "--steps", 2, "--checkpoint-every", 1));
        all.addAll(List.of(others));
        return all.toArray();
    }

    @Test
    void aDatasetIsLearnedFromAndGoneOnWithOnlyAsItWas() throws Exception {
        EvaluationFolder files = new EvaluationFolder(folder);
        files.dataset("data", 4, 30, 26);
        Object[] task = {"--task", "visible-infrared"};
        CommandProcess.Result result = train(0, ofDataset("refusion", "data", "out", task));
        assertThat(result.error())
                .containsPattern("note: 3 scenes of visible-infrared, 2 sources to learn from; held out: [1-4]\\R")
                .doesNotContain("making");
        assertThat(folder.resolve("out/training.json"))
                .content()
                .contains("\"data\" : \"4 scenes of a dataset, names and files of sha256 ", "\"scenes\" : \"3\"");
        files.image("data/visible/5.png", 5, 3, 30, 26);
        files.image("data/infrared/5.png", -5, 1, 30, 26);
        CommandProcess.Result refused =
                CommandProcess.runHere(ofDataset("refusion", "data", "out", "--task", "visible-infrared", "--resume"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.error()).contains("is of another training, whose data is 4 scenes of a dataset, ");
    }

    @Test
    void cddFuseLearnsFromADatasetAndFusesIt() throws Exception {
        new EvaluationFolder(folder).dataset("data", 3, 30, 26);
        CommandProcess.Result result = train(0, ofDataset("cddfuse", "data", "out", "--width", "16"));
        assertThat(result.output())
                .matches(
                        "\\S+: cddfuse-16, step [12] of 2, visible-infrared Qabf \\S+, L_reconstruct \\S+, L_fuse \\S+\\R");
        assertThat(folder.resolve("out/training.json"))
                .content()
                .contains("\"rate\" : \"1.0E-4 halved, warm-up 0\"", "\"clip\" : \"0.01\"", "\"phase-2\" : \"fuse ");
        CommandProcess.Result fused = CommandProcess.runHere(
                "fuse",
                folder.resolve("data/visible/1.png"),
                folder.resolve("data/infrared/1.png"),
                "-o",
                folder.resolve("fused.png"),
                "--roles",
                "visible,infrared",
                "--checkpoint",
                folder.resolve("out/weights.safetensors"));
        assertThat(fused.exitCode()).as(fused.error()).isZero();
        assertThat(ImageFiles.read(folder.resolve("fused.png")).width()).isEqualTo(30);
    }

    @Test
    void aWidthIsTheNetworkOfThatName() throws Exception {
        Object[] same = {
            "--synthetic", "--scenes", "1", "--scene-side", "16", "--patch", "6", "--batch", "1", "--threads", "1"
        };
        for (String network : List.of("cddfuse --width 16", "cddfuse-16")) {
            List<Object> words = new ArrayList<>(List.of("train"));
            words.addAll(List.of(network.split(" ")));
            words.addAll(List.of("--steps", "1", "-o", network));
            words.addAll(List.of(same));
            train(0, words.toArray());
        }
        assertThat(contents("cddfuse-16")).isEqualTo(contents("cddfuse --width 16"));
    }

    @Test
    void aDatasetAndScenesThatAreMadeAreDrawnAlike() throws Exception {
        new EvaluationFolder(folder).dataset("data", 3, 40, 30);
        train(
                0,
                ofDataset(
                        "ifcnn",
                        "data",
                        "out",
                        "--synthetic",
                        "--scenes",
                        2,
                        "--scene-side",
                        32,
                        "--task",
                        "visible-infrared,multi-focus"));
        assertThat(folder.resolve("out/training.json"))
                .content()
                .contains("\"data\" : \"synthetic and 3 scenes of a dataset, ", "\"scenes\" : \"2\"");
    }

    @Test
    void aDatasetThatCannotBeLearnedFromIsSaidInOneLine() throws Exception {
        EvaluationFolder files = new EvaluationFolder(folder);
        files.dataset("two", 2, 30, 26);
        files.dataset("small", 4, 30, 11);
        files.image("one/visible/1.png", 1, 3, 30, 26);
        files.image("focus/a/near.png", 1, 3, 30, 26);
        files.image("focus/a/far.png", 2, 3, 30, 26);
        files.image("focus/b/near.png", 3, 3, 30, 26);
        files.image("focus/b/far.png", 4, 3, 30, 26);
        for (int scene = 1; scene < 5; scene++) {
            files.image("letters/A/" + scene + ".png", scene, 1, 30, 26);
            files.image("letters/B/" + scene + ".png", -scene, 1, 30, 26);
        }
        Object[] infrared = {"--task", "visible-infrared"};
        assertUnlearnable("one: ", ofDataset("refusion", "one", "out", infrared));
        assertUnlearnable(
                "two: holds 2 scenes of visible-infrared, 2 sources; expected 3 or more: 2 to learn from, as meta-train",
                ofDataset("refusion", "two", "out", infrared));
        assertUnlearnable(".png: is 30x11; expected 12 pixels a side", ofDataset("refusion", "small", "out", infrared));
        assertUnlearnable(
                "focus: holds scenes of multi-focus; expected scenes of what is learned, visible-infrared",
                ofDataset("ifcnn", "focus", "out", infrared));
        assertUnlearnable("has no ground truth, but the loss ", ofDataset("ifcnn", "focus", "out"));
        assertUnlearnable(
                "two: holds 0 scenes of visible-infrared, 3 sources; expected 2 or more: 1 to learn from and 1 that is held out",
                ofDataset("ifcnn", "two", "out", "--task", "visible-infrared", "--sources", 3));
        assertUnlearnable(
                "has the sources a, b; expected such whose names say which is which, infrared or",
                ofDataset("refusion", "letters", "out", infrared));
        assertUnlearnable("none: ", ofDataset("ifcnn", "none", "out"));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** One line besides what is noted of the dataset. */
    private static void assertUnlearnable(String mention, Object... arguments) {
        CommandProcess.Result result = CommandProcess.runHere(arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(1);
        assertThat(result.error().lines().filter(line -> !line.startsWith("note: ")))
                .singleElement()
                .asString()
                .contains(mention);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resnet --synthetic | one that can be trained, ifcnn-sum, ifcnn-mean, ifcnn-max, refusion, ",
                "resnet --synthetic | , sesf-mean, found resnet",
                "ifcnn | expected --synthetic, --images DIR or --data DATASET, found none of them",
                "ifcnn --data D --scenes 3 | --scenes, --scene-side: are of scenes that are made",
                "ifcnn --data D --sources 1 | --sources: expected 2 or more, found 1",
                "refusion --synthetic --sources 3 | --sources: refusion fuses 2 sources, expected scenes of 2, found 3",
                "refusion --data D --sources 3 | --sources: refusion fuses 2 sources, expected scenes of 2, found 3",
                "cddfuse --data D --sources 3 | --sources: cddfuse fuses 2 sources, expected scenes of 2, found 3",
                "cddfuse --synthetic --width 48 | --width: expected 64, 32 or 16, found 48",
                "cddfuse-16 --synthetic --width 32 | --width: is for cddfuse; expected none for cddfuse-16",
                "ifcnn --synthetic --width 64 | --width: is for cddfuse; expected none for ifcnn-sum",
                "cddfuse --synthetic --patch 5 | --patch: expected 6 or more, found 5",
                "cddfuse --synthetic --loss visible-infrared=intensity-max | --loss: cddfuse has losses of its own; expected none",
                "cddfuse --synthetic --alpha1 1 | are for refusion; expected none of them for cddfuse",
                "tc-moa-small --synthetic | tc-moa-small is trained upon a masked autoencoder: expected --backbone FILE with one",
                "tc-moa-small --synthetic --from F --backbone F | tc-moa-small is trained upon a masked autoencoder",
                "tc-moa-small --synthetic --pretrain --no-balance | --pretrain: begins with the seed and knows no adapters",
                "tc-moa-small --synthetic --pretrain --patch 64 | --patch: expected 112, the image of an autoencoder, found 64",
                "tc-moa-small --synthetic --pretrain --scene-side 96 | --scene-side: expected 112 or more, a patch and the network's margin around it, found 96",
                "tc-moa-small --synthetic --pretrain --loss multi-focus=l2 | --loss: tc-moa has losses of its own; expected none",
                "tc-moa-small --synthetic --pretrain --from F | --pretrain: begins with the seed and knows no adapters",
                "cddfuse --synthetic --pretrain | and --no-balance are for tc-moa; expected none of them for cddfuse",
                "cddfuse --synthetic --backbone F | are for tc-moa; expected none of them for cddfuse",
                "cddfuse-medical --images D | --images: medical scenes are not made of photographs",
                "street-detector --data D | street-detector learns from scenes of which it is known where people and cars are",
                "street-detector --synthetic --task medical | --task, --sources: street-detector learns from visible-infrared scenes",
                "street-detector --synthetic --from F | --from: street-detector begins with the seed; expected none",
                "street-detector --synthetic --width 32 | --width: is for cddfuse; expected none for street-detector",
                "street-detector --synthetic --pretrain | are for tc-moa; expected none of them for street-detector",
                "street-detector --synthetic --patch 60 | --patch: expected a multiple of 8, 16 or more, found 60",
                "street-detector --synthetic --loss visible-infrared=intensity-max | --loss: street-detector has a loss of its own",
                "refusion --synthetic --scenes 1 | --scenes: expected 2 or more, as meta-train and meta-test sets",
                "refusion --data D --loss medical=l2 | is for a task that is not learned",
                "ifcnn --synthetic --images D | expected --synthetic or --images DIR, found both",
                "ifcnn --images D --task multi-focus,medical | --images: medical scenes are not made of photographs",
                "ifcnn --synthetic --task medical,medical | --task: expected each once, found medical,medical",
                "ifcnn --synthetic --task focus | expected one of visible-infrared, medical",
                "ifcnn --synthetic --task medical --sources 3 | --sources: for medical, expected 2 sources, found 3",
                "ifcnn --synthetic --sources 17 | --sources: for multi-focus, expected 2 to 16 sources, found 17",
                "ifcnn --synthetic --sources 2,2 | --sources: expected each once, found 2,2",
                "ifcnn --synthetic --loss multi-focus=l3 | expected a sum of the losses",
                "ifcnn --synthetic --loss l2 | should be in KEY=VALUE format but was l2",
                "ifcnn --synthetic --loss medical=gradient-max | is for a task that is not learned",
                "ifcnn --synthetic --task medical --loss medical=l2 | --loss medical=l2: compares with the truth",
                "ifcnn --synthetic --steps 3 --steps 4 | should be specified only once",
                "ifcnn --synthetic --steps 0 | --steps: expected 1 or more, found 0",
                "ifcnn --synthetic --steps 20000000 | --steps: expected 1 to 10000000, found 20000000",
                "ifcnn --synthetic --batch -1 | --batch: expected 1 or more, found -1",
                "ifcnn --synthetic --batch 99999 | --batch: expected 765 or fewer parts of 74x74 pixels, found 99999",
                "ifcnn --synthetic --patch 0 | --patch: expected 1 or more, found 0",
                "ifcnn --synthetic --scenes 0 | --scenes: expected 1 or more, found 0",
                "ifcnn --synthetic --scene-side 15 | --scene-side: expected 16 to 16384 pixels, found 15",
                "ifcnn --synthetic --scene-side 73 | --scene-side: expected 74 or more, a patch and",
                "ifcnn --synthetic --rate 0 | --rate: expected a number above 0 and up to 1, found 0.0",
                "ifcnn --synthetic --rate NaN | --rate: expected a number above 0 and up to 1, found NaN",
                "ifcnn --synthetic --course sine | expected one of constant, cosine, linear, halved, found sine",
                "ifcnn --synthetic --warm-up -1 | --warm-up: expected 0 or more, found -1",
                "ifcnn --synthetic --weight-decay 2 | --weight-decay: expected a number from 0 to 1, found 2.0",
                "ifcnn --synthetic --clip 0 | --clip: expected a number above 0, found 0.0",
                "ifcnn --synthetic --average-decay 1 | --ema-decay: expected a number from 0 to below 1, found 1.0",
                "ifcnn --synthetic --validate-every 0 | --validate-every: expected 1 or more, found 0",
                "ifcnn --synthetic --checkpoint-every 0 | --checkpoint-every: expected 1 or more, found 0",
                "ifcnn --synthetic --threads 0 | --threads: expected 1 or more, found 0",
                "ifcnn --synthetic --save-loss-maps-every 9 | --ablation and --save-loss-maps-every are for refusion; expected none",
                "refusion --synthetic --task medical --save-loss-maps-every 0 | --save-loss-maps-every: expected 1 or more, found 0",
                "refusion --synthetic --task medical --save-loss-maps-every 9 --ablation fixed-loss | expected no --ablation",
                "refusion --synthetic --task medical --save-loss-maps-every 9 --ablation decision | expected no --ablation",
                "ifcnn --synthetic --resume | out: holds no training to resume"
            })
    void wrongUsageIsSaidInOneLineBeforeAnyWork(String words, String mention) {
        Path out = folder.resolve("out");
        assertRefused(2, mention, (Object[]) ("train " + words + " -o " + out).split(" "));
        assertThat(out).doesNotExist();
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLineBeforeAnyWork() throws IOException {
        Path out = folder.resolve("out");
        assertRefused(
                1,
                "--scenes, --scene-side: the scenes take about ",
                "train",
                "ifcnn",
                "-o",
                out,
                "--synthetic",
                "--scenes",
                100_000,
                "--scene-side",
                16_384);
        assertRefused(1, "nothing", arguments(out.toString(), 1, "--synthetic", "--from", "nothing"));
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("w", new StoredTensor(List.of(1L), new float[1])), Map.of());
        assertRefused(
                1, "does not fit ifcnn-sum", arguments(out.toString(), 1, "--synthetic", "--from", other.toString()));
        assertRefused(1, "no: there is no such folder", arguments(out.toString(), 1, "--images", path("no")));
        assertThat(out).doesNotExist();
        Files.writeString(out, "mine");
        assertRefused(1, "out: cannot be written: it is not a folder", arguments(out.toString(), 1, "--synthetic"));
        assertThat(out).hasContent("mine");
    }

    @Test
    void whatSomebodyElseMadeIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("weights.safetensors"), "theirs");
        assertRefused(1, "holds files, but no training.json", arguments(folder.toString(), 1, "--synthetic"));
        assertThat(folder.resolve("weights.safetensors")).hasContent("theirs");
        assertThat(folder.toFile().list()).containsExactly("weights.safetensors");
    }
}

package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.network.tcmoa.TcMoa;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReproduceCommandTest {
    @TempDir
    private Path folder;

    private CommandProcess.Result reproduce(int exitCode, Object... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "reproduce";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandProcess.Result result = CommandProcess.runIn(folder, all);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    private void refused(int exitCode, String reason, Object... arguments) throws Exception {
        CommandProcess.Result result = reproduce(exitCode, arguments);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).singleElement().asString().contains(reason);
    }

    /** The first scenes of the set, copied, as some are spoilt. */
    private Path scenes(int... numbers) throws Exception {
        Path images = Reference.path("images/medical/mri-ct");
        Path copy = Files.createDirectory(folder.resolve("mri-ct"));
        for (int number : numbers) {
            for (String source : List.of("mri", "ct")) {
                String name = number + "-" + source + ".png";
                Files.copy(images.resolve(name), copy.resolve(name));
            }
        }
        return copy;
    }

    @Test
    void theCommandIsListed() throws Exception {
        assertThat(CommandProcess.runIn(folder, "--help").output()).contains("reproduce");
        assertThat(reproduce(0, "--help").output()).contains("--data", "--checkpoint", "--list", "ttd-table3");
    }

    @Test
    void listSaysWhatEachExperimentNeeds() throws Exception {
        CommandProcess.Result result = reproduce(0, "--list");
        assertThat(result.error()).isEmpty();
        List<String> lines = result.output().lines().map(String::strip).toList();
        assertThat(lines)
                .containsSubsequence(
                        "ttd-table3: Table 3 of TTD: Harvard MRI-CT, with every way of weighing sources",
                        "images: the test pairs of MRI and CT")
                .containsSubsequence(
                        "refusion-table1-msrs: Table 1 of ReFusion: MSRS",
                        "available with a checkpoint of refusion, sdnet, tardal, cddfuse or lrrnet")
                .containsSubsequence(
                        "refusion-table5: Table 5 of ReFusion: ablations",
                        "available; trains ReFusion in 9 ways, shorter than the paper did")
                .containsSubsequence(
                        "tcmoa-table1: Table 1 of TC-MoA: LLVIP",
                        "available with a checkpoint of tc-moa-large, tc-moa-base, tc-moa-small, densefuse, auif, didfuse, tardal,",
                        "ydtr, cddfuse, sdnet, ifcnn or u2fusion")
                .containsSubsequence(
                        "tcmoa-table4: Table 4 of TC-MoA: tasks and adapters",
                        "available with a checkpoint of `dynafuse train tc-moa-small --pretrain`; trains TC-MoA in 5 ways,"
                                + " shorter than the paper did")
                .containsSubsequence(
                        "tcmoa-table6-visible-infrared: Table 6 of TC-MoA: images per second, visible-infrared",
                        "available with a checkpoint of tc-moa-base, tc-moa-large, tc-moa-small, u2fusion or cddfuse")
                .contains("available with a checkpoint of ifcnn, cddfuse, piafusion, densefuse, u2fusion or mufusion");
    }

    @Test
    void anUnknownExperimentIsAnsweredWithTheNearest() throws Exception {
        refused(2, "there is no experiment ttd-tble3; did you mean ttd-table3?", "ttd-tble3");
        refused(2, "`dynafuse reproduce --list` shows all", "everything");
    }

    @Test
    void whatIsMissingOrMakesNoSenseIsSaid() throws Exception {
        refused(2, "expected the experiment to reproduce");
        refused(2, "expected --data DATASET, the test pairs of MRI and CT", "ttd-table3", "--checkpoint", "w.pth");
        refused(2, "--limit: expected 1 or more", "ttd-table3", "--data", "d", "--checkpoint", "w", "--limit", "0");
        refused(2, "--list: runs nothing", "--list", "--data", "d");
        refused(2, "--list: runs nothing", "ttd-table3", "--list");
        refused(
                2,
                "its extension is that of no format",
                "ttd-table3",
                "--data",
                "d",
                "--checkpoint",
                "w",
                "-o",
                "out.x");
        refused(
                2,
                "--model: says what one checkpoint holds, found 2 checkpoints",
                "ttd-table3",
                "--data",
                "d",
                "--checkpoint",
                "v",
                "--checkpoint",
                "w",
                "--model",
                "ifcnn-sum");
        refused(
                2,
                "--checkpoint: expected one, found 2",
                "ttd-corruption",
                "--data",
                "d",
                "--checkpoint",
                "v",
                "--checkpoint",
                "w");
        refused(1, "nothing-here", "ttd-table3", "--data", "nothing-here", "--checkpoint", "w.pth");
    }

    @Test
    void whatATableOfReFusionDoesNotNeedIsRefused() throws Exception {
        refused(2, "--data: refusion-table7 counts parameters", "refusion-table7", "--data", "x");
        refused(2, "--checkpoint: refusion-table5 trains its networks", "refusion-table5", "--checkpoint", "y");
        refused(2, "--limit: refusion-table6 trains its networks", "refusion-table6", "--limit", "2");
        refused(2, "--steps: expected 1 to 10000000, found 0", "refusion-table6", "--steps", "0");
        refused(2, "--patch: expected 8 or more, found 3", "refusion-table6", "--patch", "3");
        refused(2, "--steps, --scenes, --batch, --patch, --seed: are of", "ttd-table3", "--data", "d", "--steps", "2");
        refused(
                2,
                "refusion-table1 has several parts; expected refusion-table1-msrs or refusion-table1-roadscene",
                "refusion-table1");
        refused(2, "expected --data DATASET, the multi-focus test pairs of Lytro", "refusion-table3-lytro");
        refused(1, "nothing: ", "refusion-table5", "--data", "nothing");
    }

    @Test
    void parametersAreCounted() throws Exception {
        CommandProcess.Result result = reproduce(0, "refusion-table7");
        assertThat(result.output().lines().map(String::strip))
                .containsSubsequence(
                        "fusion module (paper: ReFusion)",
                        "ours                                0.0599",
                        "paper                                 0.06");
    }

    /** Two steps a row: nothing is learned, but every row is trained, measured and held against the paper's. */
    @Test
    void ablationsAreTrainedAndMeasured() throws Exception {
        new EvaluationFolder(folder).dataset("data", 3, 40, 30);
        Path report = folder.resolve("report.json");
        CommandProcess.Result result = CommandProcess.runHere(
                "reproduce",
                "refusion-table5",
                "--data",
                folder.resolve("data"),
                "--steps",
                2,
                "--batch",
                1,
                "--patch",
                8,
                "--threads",
                1,
                "-o",
                report);
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.error()).contains("2 scenes of visible-infrared, 2 sources to learn from; held out: ");
        assertThat(result.output())
                .startsWith("reproduction of refusion-table5: Table 5 of ReFusion: ablations")
                .contains("each row is trained for 2 steps on batches of 1 parts of 8x8");
        JsonNode rows = new ObjectMapper().readTree(report.toFile()).get("rows");
        assertThat(rows).hasSize(9);
        for (JsonNode row : rows) {
            assertThat(row.get("cells")).hasSize(6);
            row.get("cells")
                    .forEach(cell -> assertThat(cell.get("ours").isNumber()).isTrue());
        }
        assertThat(rows.at("/5/row").asText()).isEqualTo("decision");
        assertThat(rows.at("/5/cells/0/paper").asDouble()).isEqualTo(6.32);
    }

    /** The dataset in the order visible, infrared, of which the network takes the infrared first. */
    @Test
    void aRowOfReFusionIsMeasuredWithTheAuthorsCheckpoint() throws Exception {
        Path data = Reference.path("images/visible-infrared");
        CommandProcess.Result result = reproduce(
                0,
                "refusion-table1-msrs",
                "--data",
                data,
                "--checkpoint",
                Reference.path("refusion/ReFusion_IVIF.pth"),
                "--limit",
                1);
        assertThat(result.output())
                .contains("ReFusion", "The paper measured 361 images of MSRS, here are 1", "42.89", "profile refusion");
    }

    /** What a random network fuses is nothing, but it is fused as the authors' program does, measured, and beside the printed rows. */
    @Test
    void aRowOfTcMoaIsMeasuredWithACheckpointOfIt() throws Exception {
        new EvaluationFolder(folder).dataset("data", 1, 48, 48);
        Path own = folder.resolve("own.safetensors");
        Safetensors.write(own, RandomNetworks.stored(TcMoa.SMALL, 1), Map.of("network", "tc-moa-small", "step", "5"));
        Path report = folder.resolve("report.json");
        CommandProcess.Result result = CommandProcess.runHere(
                "reproduce", "tcmoa-table1", "--data", folder.resolve("data"), "--checkpoint", own, "-o", report);
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(String.join(" ", result.output().lines().toList()))
                .contains("drew its 70 pairs at random")
                .contains("with --range stretched")
                .contains("9.805?");
        JsonNode rows = new ObjectMapper().readTree(report.toFile()).get("rows");
        assertThat(rows.at("/0/absent").asText()).isEqualTo("needs a checkpoint of tc-moa-large");
        JsonNode ours = rows.get(rows.size() - 1);
        assertThat(ours.get("row").asText()).isEqualTo("TC-MoA, small, " + own);
        assertThat(ours.get("cells")).hasSize(8);
        ours.get("cells")
                .forEach(cell -> assertThat(cell.get("ours").isNumber()).isTrue());
    }

    @Test
    void whatATableOfTcMoaDoesNotTakeIsRefused() throws Exception {
        refused(2, "tcmoa-table6 has several parts; expected tcmoa-table6-parameters or", "tcmoa-table6");
        refused(2, "--data: tcmoa-table6-parameters counts parameters", "tcmoa-table6-parameters", "--data", "x");
        refused(
                2,
                "--data: tcmoa-figure8 trains on scenes that are made",
                "tcmoa-figure8",
                "--checkpoint",
                "y",
                "--data",
                "x");
        refused(2, "expected --data DATASET, the exposure pairs of MEFB", "tcmoa-table2");
        refused(
                2,
                "expected --checkpoint FILE, a checkpoint of `dynafuse train tc-moa-small --pretrain`",
                "tcmoa-figure8");
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of("network", "ifcnn-sum"));
        refused(1, "other.safetensors", "tcmoa-table4", "--checkpoint", other);
    }

    @Test
    void weightsThatAreNoneAreNamed() throws Exception {
        Path data = scenes(11);
        Path weights = Files.writeString(folder.resolve("w.pth"), "no checkpoint");
        CommandProcess.Result result = reproduce(1, "ttd-table3", "--data", data, "--checkpoint", weights);
        assertThat(result.error()).contains("w.pth");
        assertThat(result.output()).isEmpty();
    }

    /** The numbers of scene 11 are those an independent implementation found; scene 12 is cut short, and stops nothing. */
    @Test
    void aTableIsMadeAgainAndABadScene() throws Exception {
        Path data = scenes(11, 12);
        Path bad = data.resolve("12-ct.png");
        byte[] bytes = Files.readAllBytes(bad);
        Files.write(bad, Arrays.copyOf(bytes, bytes.length / 2));
        Path weights = Reference.path("ifcnn/IFCNN-SUM.pth");
        Path report = folder.resolve("report.json");
        CommandProcess.Result result =
                reproduce(1, "ttd-table3", "--data", data, "--checkpoint", weights, "-o", report);
        assertThat(result.error()).contains("in no mean: 12: ").contains("12-ct.png");
        assertThat(result.output())
                .startsWith("reproduction of ttd-table3")
                .contains("The paper measured 21 images of Harvard MRI-CT, here are 1")
                .contains("needs a checkpoint of cddfuse");
        JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertThat(json.at("/scenes")).hasSize(1);
        JsonNode findings = new ObjectMapper()
                .readTree(Reference.path("reproduction/findings.json").toFile());
        JsonNode cells = json.at("/rows/0/cells");
        assertThat(json.at("/rows/0/row").asText()).isEqualTo("static");
        for (JsonNode cell : cells) {
            double expected = findings.at(
                            "/per_image/static/0/" + cell.get("metric").asText())
                    .asDouble();
            assertThat(Math.abs(cell.get("ours").asDouble() - expected)).isLessThan(0.002);
        }
        assertThat(cells).hasSize(8);
        // A result may be replaced by another one.
        new EvaluationFolder(folder).dataset("small", 1, 40, 30);
        CommandProcess.Result again = reproduce(
                0,
                "ttd-table9",
                "--data",
                folder.resolve("small"),
                "--checkpoint",
                weights,
                "--limit",
                "1",
                "-o",
                report,
                "--threads",
                "1");
        assertThat(again.output()).contains("dynamic / static", "doubtful in print");
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .get("experiment")
                        .asText())
                .isEqualTo("ttd-table9");
    }

    /** Two networks in one table: each fills its rows, and what was trained here has rows of its own. */
    @Test
    void severalCheckpointsFillOneTable() throws Exception {
        new EvaluationFolder(folder).dataset("data", 1, 40, 30);
        Path own = folder.resolve("own.safetensors");
        Safetensors.write(own, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of("network", "ifcnn-sum", "step", "5"));
        Path first = folder.resolve("first.safetensors");
        Safetensors.write(first, RandomNetworks.stored(Ifcnn.SUM, 2), Map.of("network", "ifcnn-sum"));
        CommandProcess.Result result = CommandProcess.runHere(
                "reproduce",
                "ttd-table2-mfi-whu",
                "--data",
                folder.resolve("data"),
                "--checkpoint",
                own,
                "--checkpoint",
                first);
        assertThat(result.exitCode()).as(result.error()).isZero();
        List<String> lines = result.output().lines().map(String::strip).toList();
        assertThat(lines).contains("static (paper: IFCNN)");
        assertThat(String.join(" ", lines))
                .contains(
                        "network ifcnn-sum, ifcnn-sum, checkpoint " + own + ", " + first,
                        own + " was trained by Dynafuse, not by the authors");
        int row = lines.indexOf("static, " + own);
        assertThat(lines.get(row + 1)).startsWith("ours");
        assertThat(lines.get(row + 2)).doesNotStartWith("paper");
    }

    /** One small scene a set: what comes of it says nothing, but every table is there, and the report can be replaced. */
    @Test
    void waysOfWeighingAreScannedOverThreeSets() throws Exception {
        List<Path> sets = new ArrayList<>();
        for (String other : List.of("spect", "ct", "pet")) {
            Path set = Files.createDirectory(folder.resolve("set-" + other));
            for (String role : List.of("mri", other)) {
                ImageFiles.write(gray(role.hashCode()), set.resolve("1-" + role + ".png"));
            }
            sets.add(set);
        }
        Path checkpoint = folder.resolve("w.safetensors");
        Safetensors.write(checkpoint, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of("network", "ifcnn-sum"));
        Path report = folder.resolve("report.json");
        for (int round = 0; round < 2; round++) {
            CommandProcess.Result result = CommandProcess.runHere(
                    "reproduce",
                    "ttd-weights",
                    "--data",
                    sets.get(0),
                    "--data",
                    sets.get(1),
                    "--data",
                    sets.get(2),
                    "--checkpoint",
                    checkpoint,
                    "--threads",
                    1,
                    "-o",
                    report);
            assertThat(result.exitCode()).as(result.error()).isZero();
            assertThat(result.output())
                    .startsWith("scan ttd-weights: ")
                    .contains("Harvard MRI-CT", "Harvard MRI-PET", "Harvard MRI-SPECT", "Chosen by two sets");
        }
        JsonNode tables = new ObjectMapper().readTree(report.toFile()).get("tables");
        assertThat(tables).hasSize(3);
        refused(
                2,
                "--data: expected one dataset of the test pairs of MRI and PET, found 2",
                "ttd-weights",
                "--data",
                sets.get(1),
                "--data",
                sets.get(2),
                "--data",
                sets.get(2),
                "--checkpoint",
                checkpoint);
        refused(2, "--data: expected 3 of it", "ttd-weights", "--data", sets.get(0), "--checkpoint", checkpoint);
        refused(2, "--data: expected 1 of it", "ttd-table3", "--data", "a", "--data", "b", "--checkpoint", "w");
    }

    private static Image gray(int seed) {
        Random random = new Random(seed);
        float[] values = new float[24 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(256) / 255f;
        }
        return Image.of(24, 16, 1, values, SampleDepth.BITS_8);
    }

    @Test
    void nothingButAnEarlierResultIsReplaced() throws Exception {
        Path data = scenes(11);
        Path notes = Files.writeString(folder.resolve("notes.txt"), "mine");
        refused(
                2,
                "holds no earlier result",
                "ttd-table3",
                "--data",
                data,
                "--checkpoint",
                Reference.path("ifcnn/IFCNN-SUM.pth"),
                "-o",
                notes);
        assertThat(notes).hasContent("mine");
    }
}

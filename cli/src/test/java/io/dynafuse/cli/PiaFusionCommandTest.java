package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.piafusion.IlluminationClassifier;
import io.dynafuse.network.piafusion.PiaFusion;
import io.dynafuse.testing.RandomNetworks;
import io.dynafuse.testing.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network with a classifier beside it: files of one, of the other and of both, and images that they are given. */
class PiaFusionCommandTest {
    private static final String BIAS = "linear2.bias";

    @TempDir
    private Path folder;

    private final Map<String, StoredTensor> network = RandomNetworks.stored(PiaFusion.NETWORK, 1);
    private final Map<String, StoredTensor> classifier = new LinkedHashMap<>();

    @BeforeEach
    void prepare() throws IOException {
        Map<String, float[]> values = IlluminationClassifier.PARAMETERS.initialValues(1);
        IlluminationClassifier.PARAMETERS
                .shapes()
                .forEach((name, shape) -> classifier.put(name, new StoredTensor(shape, values.get(name))));
        // Whatever it sees: day by 3 to 0.
        classifier.put("linear2.weight", new StoredTensor(List.of(2L, 128L), new float[256]));
        classifier.put(BIAS, new StoredTensor(List.of(2L), new float[] {3, 0}));
        write("network", network);
        write("classifier", classifier);
        Map<String, StoredTensor> both = new LinkedHashMap<>();
        network.forEach((name, tensor) -> both.put("fusion." + name, tensor));
        classifier.forEach((name, tensor) -> both.put("illumination." + name, tensor));
        write("both", both);
        image("colour", 37, 53, 3);
        image("gray", 37, 53, 1);
        image("warm", 37, 53, 1);
        image("tiny-colour", 5, 5, 3);
        image("tiny-warm", 5, 5, 1);
    }

    private void write(String name, Map<String, StoredTensor> tensors) throws IOException {
        Safetensors.write(folder.resolve(name + ".safetensors"), tensors, Map.of());
    }

    private void image(String name, int width, int height, int channels) throws IOException {
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + name.hashCode()) % 97) / 194 + 0.5f;
        }
        ImageFiles.write(Image.of(width, height, channels, values, SampleDepth.BITS_8), folder.resolve(name + ".png"));
    }

    private CommandProcess.Result run(String line) {
        return CommandProcess.runIn(folder, (Object[]) line.split(" "));
    }

    private void requireFused(String line, int width, int height, int channels) throws IOException {
        CommandProcess.Result result = run(line + " -o out.png");
        assertThat(result.exitCode()).as(result.error()).isZero();
        Image fused = ImageFiles.read(folder.resolve("out.png"));
        assertThat(List.of(fused.width(), fused.height(), fused.channels())).containsExactly(width, height, channels);
        Files.delete(folder.resolve("out.png"));
    }

    private void requireRefused(String line, int exitCode, String... words) {
        CommandProcess.Result result = run(line);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.error().lines().filter(each -> !each.startsWith("note: ")))
                .singleElement()
                .asString()
                .contains(words);
        assertThat(folder.resolve("out.png")).doesNotExist();
        assertThat(folder.resolve("trained")).doesNotExist();
    }

    @Test
    void fusesAnySizeAndAnyColour() throws Exception {
        for (String file : List.of("network", "both")) {
            String fuse = "fuse --checkpoint " + file + ".safetensors ";
            requireFused(fuse + "warm.png colour.png --roles infrared,visible", 37, 53, 3);
            requireFused(fuse + "gray.png warm.png --roles visible,infrared --static", 37, 53, 1);
            requireFused(fuse + "tiny-colour.png tiny-warm.png --roles visible,infrared", 5, 5, 3);
        }
    }

    /** A colour image beside a gray one is the visible one; of two gray ones nothing tells. */
    @Test
    void rolesAreToldByTheImagesOrAskedFor() throws Exception {
        String fuse = "fuse --checkpoint network.safetensors --static --task visible-infrared -o out.png ";
        assertThat(run(fuse + "colour.png warm.png").error()).doesNotContain("--roles");
        byte[] straight = Files.readAllBytes(folder.resolve("out.png"));
        run(fuse + "warm.png colour.png");
        assertThat(Files.readAllBytes(folder.resolve("out.png"))).isEqualTo(straight);
        assertThat(run(fuse + "gray.png warm.png").error())
                .contains("note: the sources are taken as infrared or near-infrared, visible", "--roles can");
    }

    @Test
    void threeSourcesAreRefused() {
        requireRefused(
                "fuse --checkpoint network.safetensors colour.png gray.png warm.png -o out.png",
                1,
                "piafusion fuses at most 2 sources at once, found 3");
    }

    @Test
    void filesThatAreNoNetworkAreRefused() throws Exception {
        String fuse = "fuse colour.png warm.png -o out.png --checkpoint ";
        requireRefused(
                fuse + "classifier.safetensors",
                1,
                "classifier.safetensors: is the illumination module of piafusion alone; expected a checkpoint of the network itself");
        Map<String, StoredTensor> missing = new LinkedHashMap<>(network);
        missing.remove("decoder.conv5.bias");
        write("missing", missing);
        requireRefused(fuse + "missing.safetensors", 1, "the nearest is piafusion", "missing: decoder.conv5.bias");
        Map<String, StoredTensor> broken = new LinkedHashMap<>(network);
        broken.put("decoder.conv5.bias", new StoredTensor(List.of(1L), new float[] {Float.NaN}));
        write("broken", broken);
        requireRefused(fuse + "broken.safetensors", 1, "decoder.conv5.bias holds NaN");
    }

    @Test
    void inspectNamesTheParts() {
        assertThat(run("inspect classifier.safetensors").output())
                .contains("network  none: this is the illumination module of piafusion alone", "189,810 elements");
        assertThat(run("inspect network.safetensors").output())
                .contains("network  piafusion", "range    as-is", "1,176,097 elements");
        assertThat(run("inspect both.safetensors").output())
                .contains("network  piafusion", "read     below fusion.", "holds    fusion and illumination modules")
                .doesNotContain("left out");
    }

    /** exp 3 / (exp 3 + 1), also of gray images. */
    @Test
    void inspectTellsDayFromNight() {
        for (String file : List.of("classifier", "both")) {
            CommandProcess.Result result =
                    run("inspect " + file + ".safetensors --classify colour.png --classify gray.png");
            assertThat(result.exitCode()).as(result.error()).isZero();
            assertThat(result.output().lines())
                    .containsExactly("colour.png: day, probability 0.9526", "gray.png: day, probability 0.9526");
        }
    }

    @Test
    void itsAuthorsClassifierTellsThemApart() {
        Path images = Reference.path("images/visible-infrared");
        CommandProcess.Result result = CommandProcess.runHere(
                "inspect",
                Reference.path("piafusion/best_cls.pth"),
                "--classify",
                images.resolve("00537D-visible.png"),
                "--classify",
                images.resolve("00881N-visible.png"));
        assertThat(result.output().lines())
                .containsExactly(
                        images.resolve("00537D-visible.png") + ": day, probability 1.0000",
                        images.resolve("00881N-visible.png") + ": night, probability 1.0000");
        assertThat(CommandProcess.runHere("inspect", Reference.path("piafusion/best_cls.pth"))
                        .output())
                .contains("network  none: this is the illumination module of piafusion alone");
    }

    @Test
    void whatCannotBeClassifiedIsNamed() throws Exception {
        requireRefused(
                "inspect classifier.safetensors --classify tiny-colour.png",
                1,
                "tiny-colour.png: expected an image of 16 pixels a side or more to tell day from night, found 5x5");
        requireRefused("inspect classifier.safetensors --classify nowhere.png", 1, "nowhere.png: ");
        requireRefused(
                "inspect network.safetensors --classify colour.png",
                1,
                "network.safetensors: does not fit the illumination module of piafusion",
                "conv1.conv.1.weight");
        Map<String, StoredTensor> broken = new LinkedHashMap<>(classifier);
        broken.put(BIAS, new StoredTensor(List.of(2L), new float[] {1, Float.NaN}));
        write("broken", broken);
        requireRefused("inspect broken.safetensors --classify colour.png", 1, BIAS + " holds NaN");
        Map<String, StoredTensor> large = new LinkedHashMap<>(classifier);
        float[] values = new float[2];
        Arrays.fill(values, Float.MAX_VALUE);
        large.put("linear1.bias", new StoredTensor(List.of(128L), filled(128)));
        large.put("linear2.weight", new StoredTensor(List.of(2L, 128L), filled(256)));
        write("large", large);
        requireRefused(
                "inspect large.safetensors --classify colour.png", 1, "colour.png: the classifier gives no numbers");
    }

    private static float[] filled(int count) {
        float[] values = new float[count];
        Arrays.fill(values, Float.MAX_VALUE);
        return values;
    }

    @Test
    void trainingsThatCannotBeAreRefused() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        for (String role : List.of("visible", "infrared")) {
            Files.createDirectories(data.resolve(role));
            for (int i = 0; i < 3; i++) {
                Files.copy(folder.resolve("colour.png"), data.resolve(role + "/" + i + ".png"));
            }
        }
        String train = "train piafusion --task visible-infrared -o trained ";
        requireRefused(
                train + "--data data",
                2,
                "--data: its scenes do not say which are of day and which of night; expected --classifier");
        requireRefused(
                train + "--data data --classifier network.safetensors",
                1,
                "network.safetensors: does not fit the illumination module of piafusion");
        requireRefused(
                train + "--synthetic --steps 5 --classifier-steps 5",
                2,
                "--classifier-steps: expected fewer than the 5 of --steps, found 5");
        requireRefused(
                train + "--synthetic --classifier classifier.safetensors --classifier-steps 5",
                2,
                "--classifier-steps: is for a classifier that is learned");
        requireRefused(train + "--synthetic --patch 15", 2, "--patch: expected 16 or more, found 15");
        requireRefused(train + "--synthetic --from network.safetensors", 2, "--from: piafusion begins with the seed");
        requireRefused(
                train + "--synthetic --loss visible-infrared=intensity-max",
                2,
                "--loss: piafusion has a loss of its own");
        requireRefused(
                train + "--synthetic --ablation sum", 2, "are for refusion; expected none of them for piafusion");
        requireRefused(
                "train piafusion --synthetic --task medical -o trained",
                2,
                "--task: piafusion learns from day and night");
        requireRefused(
                "train ifcnn --synthetic -o trained --classifier classifier.safetensors",
                2,
                "--classifier and --classifier-steps are for piafusion; expected none of them for ifcnn-sum");
    }

    /** With a classifier that is learned, and with one of a file on a dataset. */
    @Test
    @Tag("slow")
    void trainsAndFuses() throws Exception {
        CommandProcess.Result learned = run(
                "train piafusion --synthetic --task visible-infrared --steps 3 --classifier-steps 2 --batch 1 --patch 16"
                        + " --scenes 2 --scene-side 32 --validate-every 3 --threads 1 -o trained");
        assertThat(learned.exitCode()).as(learned.error()).isZero();
        assertThat(learned.output())
                .containsPattern("piafusion, step 3 of 3, .*, loss \\d+\\.\\d+, day or night [01]\\.");
        assertThat(run("inspect trained/weights.safetensors").output())
                .contains("holds    fusion and illumination modules");
        assertThat(Files.readAllLines(folder.resolve("trained/losses.csv")))
                .anySatisfy(line -> assertThat(line).contains("classify"))
                .anySatisfy(line -> assertThat(line).contains("fuse"));
        requireFused("fuse --checkpoint trained/weights.safetensors colour.png warm.png", 37, 53, 3);
    }
}

package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.checkpoint.StoredTensor;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What people get wrong: one line that names the file and what would be right, the right exit code, no stack trace, no file left
 * over, and what was there before untouched.
 */
@Tag("slow")
class BadInputTest {
    private static final String EARLIER = "an earlier result";

    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private Path weights;
    private Path output;

    @BeforeEach
    void prepare() throws IOException {
        first = folder.resolve("first.png");
        second = folder.resolve("second.png");
        weights = folder.resolve("ifcnn-sum.safetensors");
        output = folder.resolve("fused.png");
        ImageFiles.write(gradient(32, 24), first);
        ImageFiles.write(gradient(32, 24), second);
        Safetensors.write(weights, RandomNetworks.stored(Ifcnn.SUM, 1), Map.of());
        Files.writeString(output, EARLIER);
    }

    private static Image gradient(int width, int height) {
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) i / values.length;
        }
        return Image.of(width, height, 1, values, SampleDepth.BITS_8);
    }

    private CommandProcess.Result fuse(Path a, Path b, Path checkpoint, Object... more) {
        return CommandProcess.runHere(arguments(a, b, checkpoint, more));
    }

    private Object[] arguments(Path a, Path b, Path checkpoint, Object... more) {
        return Stream.concat(Stream.of("fuse", a, b, "-o", output, "--checkpoint", checkpoint), Arrays.stream(more))
                .toArray();
    }

    private void assertRefused(CommandProcess.Result result, int exitCode, Object... mentions) throws IOException {
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.error().lines()).as(result.error()).hasSize(1);
        for (Object mention : mentions) {
            assertThat(result.error()).contains(mention.toString());
        }
        assertThat(output).hasContent(EARLIER);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("partial"));
        }
    }

    @Test
    void goodInputReplacesTheEarlierResult() throws Exception {
        CommandProcess.Result result = fuse(first, second, weights, "--task", "medical");
        assertThat(result.exitCode()).as(result.error()).isZero();
        assertThat(result.output().lines()).hasSize(1);
        assertThat(result.error()).isEmpty();
        assertThat(ImageFiles.read(output).width()).isEqualTo(32);
    }

    @Test
    void missingImage() throws Exception {
        Path missing = folder.resolve("missing.png");
        assertRefused(fuse(first, missing, weights), 1, missing);
    }

    @Test
    void emptyImage() throws Exception {
        Files.write(second, new byte[0]);
        assertRefused(fuse(first, second, weights), 1, second, "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "tif", "bmp", "pgm"})
    void truncatedImage(String extension) throws Exception {
        Path whole = folder.resolve("whole." + extension);
        if (extension.equals("bmp") || extension.equals("pgm")) {
            Files.write(whole, handMade(extension));
        } else {
            ImageFiles.write(gradient(32, 24), whole);
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut." + extension);
        Files.write(cut, Arrays.copyOf(bytes, bytes.length * 2 / 3));
        assertRefused(fuse(first, cut, weights), 1, cut);
    }

    private static byte[] handMade(String extension) {
        if (extension.equals("pgm")) {
            return ("P5\n32 24\n255\n" + "x".repeat(32 * 24)).getBytes(StandardCharsets.US_ASCII);
        }
        java.nio.ByteBuffer bmp =
                java.nio.ByteBuffer.allocate(54 + 32 * 24 * 3).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(54);
        bmp.putInt(40).putInt(32).putInt(24).putShort((short) 1).putShort((short) 24);
        return bmp.array();
    }

    @Test
    void mislabelledImage() throws Exception {
        Path jpeg = folder.resolve("photo.jpg");
        ImageFiles.write(gradient(32, 24), jpeg);
        Path mislabelled = folder.resolve("photo.png");
        Files.move(jpeg, mislabelled);
        assertRefused(fuse(first, mislabelled, weights), 1, mislabelled, "JPEG", "photo.jpg");
    }

    @Test
    void somethingElseThanAnImage() throws Exception {
        Files.writeString(second, "Dear diary, today I fused two images.");
        assertRefused(fuse(first, second, weights), 1, second);
    }

    @Test
    void folderInsteadOfAnImage() throws Exception {
        assertRefused(fuse(first, folder, weights), 2, first + ": is a file, but others are folders");
    }

    @Test
    void hugeImageIsRefusedFromItsHeader() throws Exception {
        Path huge = folder.resolve("huge.pgm");
        Files.writeString(huge, "P5\n100000 100000\n255\n");
        assertRefused(fuse(first, huge, weights), 1, huge, "100000", "--max-side");
        Files.writeString(huge, "P5\n15000 15000\n255\n");
        assertRefused(fuse(first, huge, weights), 1, huge, "15000", "--max-megapixels");
    }

    @Test
    void limitsAreLoweredAndRaised() throws Exception {
        assertRefused(fuse(first, second, weights, "--max-side", 31), 1, first, "--max-side");
        ImageFiles.write(gradient(17000, 2), first);
        ImageFiles.write(gradient(17000, 2), second);
        assertRefused(fuse(first, second, weights), 1, first, "--max-side");
        assertThat(fuse(first, second, weights, "--max-side", 17000).exitCode()).isZero();
    }

    @Test
    void sourcesOfDifferentSizes() throws Exception {
        ImageFiles.write(gradient(24, 32), second);
        assertRefused(fuse(first, second, weights), 1, second, "24x32", "32x24");
    }

    @Test
    void oneSourceOnly() throws Exception {
        assertRefused(
                CommandProcess.runHere("fuse", first, "-o", output, "--checkpoint", weights),
                2,
                "expected 2 or more source images, found 1");
    }

    @Test
    void noWeights() throws Exception {
        assertRefused(CommandProcess.runHere("fuse", first, second, "-o", output), 2, "--checkpoint FILE");
    }

    @Test
    void missingWeights() throws Exception {
        Path missing = folder.resolve("missing.pth");
        assertRefused(fuse(first, second, missing), 1, missing);
    }

    @Test
    void checkpointOfAnotherNetwork() throws Exception {
        Path other = folder.resolve("other.safetensors");
        Safetensors.write(other, Map.of("encoder.weight", new StoredTensor(List.of(2L), new float[2])), Map.of());
        assertRefused(fuse(first, second, other), 1, other, "fits no known network");
        assertRefused(fuse(first, second, other, "--model", "ifcnn-sum"), 1, other, "missing: conv1.weight");
    }

    @Test
    void checkpointWithMissingExtraAndMisshapenTensors() throws Exception {
        Map<String, StoredTensor> parameters = RandomNetworks.stored(Ifcnn.SUM, 1);
        StoredTensor bias = parameters.remove("conv4.bias");
        Path damaged = folder.resolve("damaged.safetensors");
        Safetensors.write(damaged, parameters, Map.of());
        assertRefused(fuse(first, second, damaged, "--model", "ifcnn-sum"), 1, damaged, "missing: conv4.bias");
        parameters.put("conv4.bias", bias);
        parameters.put("conv9.bias", bias);
        Safetensors.write(damaged, parameters, Map.of());
        assertRefused(
                fuse(first, second, damaged, "--model", "ifcnn-sum"),
                1,
                damaged,
                "not part of the network: conv9.bias");
        parameters.remove("conv9.bias");
        parameters.put("conv3.bn.bias", bias);
        Safetensors.write(damaged, parameters, Map.of());
        assertRefused(
                fuse(first, second, damaged, "--model", "ifcnn-sum"),
                1,
                damaged,
                "of another shape: conv3.bn.bias [3] in place of [64]");
    }

    @Test
    void checkpointWithNaN() throws Exception {
        Map<String, StoredTensor> parameters = RandomNetworks.stored(Ifcnn.SUM, 1);
        parameters.get("conv2.conv.weight").values()[100] = Float.NaN;
        Safetensors.write(weights, parameters, Map.of());
        assertRefused(fuse(first, second, weights), 1, weights, "conv2.conv.weight holds NaN");
    }

    @Test
    void truncatedCheckpoint() throws Exception {
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(fuse(first, second, weights), 1, weights);
    }

    @Test
    void somethingElseThanACheckpoint() throws Exception {
        assertRefused(
                fuse(first, second, first),
                1,
                first,
                "expected a safetensors, PyTorch, TensorFlow or NumPy (.npz) checkpoint");
    }

    /** The pickle of {@code os.system("touch pwned")} in the stream format. */
    @Test
    void hostilePickle() throws Exception {
        Path hostile = folder.resolve("hostile.pth");
        String magicNumber = "\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.";
        String protocol = "\u0080\u0002M\u00e9\u0003.";
        String systemInformation = "\u0080\u0002}X\r\0\0\0little_endian\u0088s.";
        String call = "\u0080\u0002cos\nsystem\nX\u000b\0\0\0touch pwned\u0085R.";
        Files.writeString(hostile, magicNumber + protocol + systemInformation + call, StandardCharsets.ISO_8859_1);
        assertRefused(fuse(first, second, hostile), 1, hostile, "os.system");
        assertThat(folder.resolve("pwned")).doesNotExist();
    }

    @Test
    void outputInAMissingFolder() throws Exception {
        Path elsewhere = folder.resolve("nowhere/fused.png");
        assertRefused(
                CommandProcess.runHere("fuse", first, second, "-o", elsewhere, "--checkpoint", weights),
                1,
                elsewhere,
                "no folder");
    }

    @Test
    void outputInAFolderClosedToWriting() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(
                closed.toFile().setWritable(false) && !Files.isWritable(closed),
                "skipped: this user may write anywhere");
        Path elsewhere = closed.resolve("fused.png");
        assertRefused(
                CommandProcess.runHere("fuse", first, second, "-o", elsewhere, "--checkpoint", weights), 1, elsewhere);
    }

    @Test
    void outputThatIsADevice() throws Exception {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "skipped: no /dev/null here");
        Path link = Files.createSymbolicLink(folder.resolve("link.png"), device);
        assertRefused(
                CommandProcess.runHere("fuse", first, second, "-o", link, "--checkpoint", weights),
                1,
                link,
                "not a regular file");
        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void outputOfUnknownFormat() throws Exception {
        assertRefused(
                CommandProcess.runHere(
                        "fuse", first, second, "-o", folder.resolve("fused.xyz"), "--checkpoint", weights),
                2,
                "fused.xyz");
    }

    @Test
    void outputOverASource() throws Exception {
        byte[] before = Files.readAllBytes(second);
        assertRefused(CommandProcess.runHere("fuse", first, second, "-o", second, "--checkpoint", weights), 2, second);
        assertThat(second).hasBinaryContent(before);
    }

    @Test
    void weightMapOverASource() throws Exception {
        Path named = folder.resolve("1-first-weight.png");
        Files.copy(second, named);
        byte[] before = Files.readAllBytes(named);
        assertRefused(fuse(first, named, weights, "--save-fusion-weights", folder), 2, named);
        assertThat(named).hasBinaryContent(before);
    }

    @Test
    void reportOverTheFusedImage() throws Exception {
        assertRefused(fuse(first, second, weights, "--json", output), 2, output);
    }

    @Test
    void fusedImageInPlaceOfTheFolderOfWeights() throws Exception {
        Path same = folder.resolve("same.png");
        assertRefused(
                CommandProcess.runHere(
                        "fuse", first, second, "-o", same, "--checkpoint", weights, "--save-fusion-weights", same),
                2,
                same);
        assertThat(same).doesNotExist();
    }

    @Test
    void formerNamesOfOptionsMeanTheSame() throws Exception {
        Path missing = folder.resolve("missing.safetensors");
        CommandProcess.Result result =
                CommandProcess.runHere("fuse", first, second, "-o", output, "--weights", missing);
        assertRefused(result, 1, missing, "no checkpoint of that name");
        assertThat(result)
                .isEqualTo(CommandProcess.runHere("fuse", first, second, "-o", output, "--checkpoint", missing));
        assertRefused(
                CommandProcess.runHere(
                        "fuse", first, second, "-o", output, "--weights", weights, "--save-weights", output),
                2,
                output);
        assertRefused(
                CommandProcess.runHere(
                        "fuse", first, second, "-o", output, "--weights", weights, "--checkpoint", weights),
                2,
                "--checkpoint");
        assertThat(CommandProcess.runHere("fuse", first, second, "-o", output, "--weights=" + missing))
                .isEqualTo(result);
        assertThat(CommandProcess.runHere("fuse", "--help").output())
                .contains("--checkpoint=", "--save-fusion-weights=")
                .doesNotContain("--weights", "--save-weights");
        assertThat(CommandProcess.runHere("train", "ifcnn", "--synthetic", "--average-decay", "1")
                        .error())
                .contains("--ema-decay: expected");
    }

    @Test
    void reportIntoADevice() throws Exception {
        Path report = Files.createSymbolicLink(folder.resolve("report.json"), Path.of("/dev/full"));
        assertRefused(fuse(first, second, weights, "--json", report), 1, report);
    }

    @Test
    void noGpu() throws Exception {
        assumeTrue(!io.dynafuse.torch.Engine.hasCuda(), "skipped: a GPU is here");
        assertRefused(fuse(first, second, weights, "--device", "cuda"), 1, "--device cuda", "--device cpu");
    }

    /** A limit on the size of files stands in for a full disk: both refuse further bytes in the middle of a file. */
    @Test
    void fullDisk() throws Exception {
        ImageFiles.write(noise(300, 200), first);
        ImageFiles.write(noise(300, 200), second);
        CommandProcess.Result result = CommandProcess.runLimited(
                folder, "ulimit -f 8", "fuse", first, second, "-o", output, "--checkpoint", weights, "--static");
        assertRefused(result, 1, output, "cannot be written");
    }

    private static Image noise(int width, int height) {
        java.util.Random random = new java.util.Random(1);
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return Image.of(width, height, 1, values, SampleDepth.BITS_16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--task=portrait",
                "--model=unet",
                "--reference=best",
                "--scale=-1",
                "--scale=NaN",
                "--form=linear --normalisation=none",
                "--contrast --normalisation=none",
                "--static --scale=2",
                "--memory=lots",
                "--precision=fp8",
                "--threads=0",
                "--threads=100000",
                "--scale=1e39",
                "--json=",
                "--depth=12",
                "--colour"
            })
    void wrongUsage(String options) throws Exception {
        CommandProcess.Result result =
                CommandProcess.runHere(arguments(first, second, weights, (Object[]) options.split(" ")));
        assertRefused(result, 2, "dynafuse fuse --help");
    }

    @ParameterizedTest
    @CsvSource({
        "--gradient=l3, --gradient",
        "--gradient=, --gradient",
        "'--gradient=l1,k=5', --gradient",
        "--gradient=0*l1, --gradient",
        "--gradient=l1 --norm=l2, gradient",
        "--channel=-1, --channel",
        "--channel -1, --channel",
        "'--channel=3,contrast', --channel",
        "--gradient-scale=big, --gradient-scale",
        "--smoothing=300, --smoothing",
        "--smoothing=1.5, --smoothing",
        "--temperature=0, --temperature",
        "--iterations=0, --iterations",
        "--scale=0, --scale",
        "--iterations=2 --reference=maximum, iterations",
        "--iterations=2 --task=medical, iterations",
        "--iterations=2 --gradient=l1, iterations",
        "--joint --reference=component, joint",
        "--joint --task=medical, joint",
        "--temperature=2 --normalisation=none, temperature",
        "--static --gradient=l1, --static",
        "--static --channel=3, --static",
        "--static --joint, --static",
        "--static --gradient-scale=raw, --static",
        "--static --temperature=1, --static",
        "--static --smoothing=0, --static",
        "--static --iterations=1, --static"
    })
    void wrongUsageOfGradientsAndRefinements(String options, String named) throws Exception {
        CommandProcess.Result result =
                CommandProcess.runHere(arguments(first, second, weights, (Object[]) options.split(" ")));
        assertRefused(result, 2, named, "dynafuse fuse --help");
    }

    @Test
    void gradientsThatTheNetworkOrTheImagesDoNotHave() throws Exception {
        assertRefused(fuse(first, second, weights, "--channel", 64), 1, "expected a channel", "0 to 63, found 64");
        ImageFiles.write(gradient(32, 10), first);
        ImageFiles.write(gradient(32, 10), second);
        assertRefused(fuse(first, second, weights, "--gradient", "ssim"), 1, "ssim", "11x11", "found 32x10");
    }

    @Test
    void tooLittleMemory() throws Exception {
        assertRefused(fuse(first, second, weights, "--memory", "100MB"), 1, "limit of 100 MB");
    }

    @Test
    void inspectRefusesTheSameFiles() throws Exception {
        assertRefused(CommandProcess.runHere("inspect", first), 1, first, "expected a safetensors");
        assertRefused(CommandProcess.runHere("inspect"), 2, "FILE");
        assertRefused(CommandProcess.runIn(folder, "unite"), 2, "unite");
    }
}

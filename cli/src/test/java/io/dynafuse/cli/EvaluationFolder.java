package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.ifcnn.Ifcnn;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A folder with a network of random parameters and datasets of blurred noise. */
record EvaluationFolder(Path folder) {
    void prepare() throws IOException {
        weights("ifcnn-sum.safetensors", 1);
    }

    void weights(String name, long seed) throws IOException {
        Safetensors.write(folder.resolve(name), RandomNetworks.stored(Ifcnn.SUM, seed), Map.of());
    }

    /** A dataset of sibling folders. */
    void dataset(String name, int scenes, int width, int height) throws IOException {
        for (int scene = 1; scene <= scenes; scene++) {
            image(name + "/visible/" + scene + ".png", scene, 3, width, height);
            image(name + "/infrared/" + scene + ".png", -scene, 1, width, height);
        }
    }

    void image(String name, long seed, int channels, int width, int height) throws IOException {
        Random random = new Random(seed);
        float[] values = new float[channels * width * height];
        float last = 0.5f;
        for (int i = 0; i < values.length; i++) {
            last = 0.8f * last + 0.2f * random.nextFloat();
            values[i] = last;
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageFiles.write(Image.of(width, height, channels, values, SampleDepth.BITS_8), file);
    }

    static Object[] arguments(String dataset, String output, Object... others) {
        List<Object> all = new ArrayList<>(List.of("evaluate", dataset, "-o", output));
        if (!List.of(others).contains("--checkpoint")) {
            all.addAll(List.of("--checkpoint", "ifcnn-sum.safetensors"));
        }
        all.addAll(List.of(others));
        return all.toArray();
    }

    CommandProcess.Result evaluate(int exitCode, Object... arguments) throws Exception {
        CommandProcess.Result result = CommandProcess.runIn(folder, arguments);
        assertThat(result.exitCode()).as(result.error()).isEqualTo(exitCode);
        return result;
    }

    /** Every file of a folder but the lock, with what it holds. */
    Map<String, String> contents(String name) throws IOException {
        return files(name, file -> {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                return new BigInteger(1, digest).toString(16);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Every file of a folder, with when it was written and which one it is where the system tells. */
    Map<String, String> versions(String name) throws IOException {
        return files(name, file -> {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return attributes.lastModifiedTime() + " " + attributes.fileKey();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Map<String, String> files(String name, Function<Path, String> value) throws IOException {
        Path top = folder.resolve(name);
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(top)) {
            paths.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(".lock"))
                    .forEach(file -> files.put(top.relativize(file).toString(), value.apply(file)));
        }
        return files;
    }
}

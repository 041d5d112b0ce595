package io.dynafuse.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dynafuse.testing.Reference;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** The golden values and the images they belong to; a test that asks for them is skipped where they are not. */
public final class GoldenCases {
    private GoldenCases() {}

    /** The whole of {@code golden.json}. */
    public static JsonNode golden() {
        try {
            return new ObjectMapper()
                    .readTree(Reference.path("metrics/golden.json").toFile());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names of the cases, in order. */
    public static List<String> names(JsonNode golden) {
        List<String> names = new ArrayList<>();
        golden.get("cases").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Sources a and b and the fused image f of a case. */
    public static FusedScene scene(String name) {
        return FusedScene.of(picture(name, "f"), picture(name, "a"), picture(name, "b"));
    }

    public static Picture picture(String name, String image) {
        return read(Reference.path("metrics/cases/" + name + "/" + image + ".png"));
    }

    /** Reads an 8-bit gray or RGB file. */
    static Picture read(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            Raster raster = image.getRaster();
            List<Plane> planes = IntStream.range(0, raster.getNumBands())
                    .mapToObj(band -> Plane.over(
                            raster.getWidth(),
                            raster.getHeight(),
                            raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (double[]) null)))
                    .toList();
            return new Picture(planes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

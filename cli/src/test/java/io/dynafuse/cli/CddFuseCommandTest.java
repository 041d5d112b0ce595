package io.dynafuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.checkpoint.Safetensors;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageFiles;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.network.cddfuse.CddFuse;
import io.dynafuse.testing.RandomNetworks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that adds one of its two sources to what it gives, so that their roles matter. */
class CddFuseCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Safetensors.write(
                folder.resolve("small.safetensors"),
                RandomNetworks.stored(CddFuse.QUARTER, 1),
                Map.of("network", CddFuse.QUARTER.id(), "range", "as-is"));
        image("colour", 37, 53, 3);
        image("gray", 37, 53, 1);
        image("warm", 37, 53, 1);
        image("dot-colour", 1, 1, 3);
        image("dot", 1, 1, 1);
    }

    private void image(String name, int width, int height, int channels) throws IOException {
        float[] values = new float[channels * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i * 7919L + name.hashCode()) % 97) / 194 + 0.5f;
        }
        ImageFiles.write(Image.of(width, height, channels, values, SampleDepth.BITS_8), folder.resolve(name + ".png"));
    }

    private CommandProcess.Result fuse(String words) {
        return CommandProcess.runIn(
                folder, (Object[]) ("fuse --checkpoint small.safetensors -o out.png " + words).split(" "));
    }

    private byte[] fused(String words) throws IOException {
        CommandProcess.Result result = fuse(words);
        assertThat(result.exitCode()).as(result.error()).isZero();
        return Files.readAllBytes(folder.resolve("out.png"));
    }

    @Test
    void fusesAnySizeAndAnyColour() throws Exception {
        for (String way : new String[] {"--static", "--space features", "--reference fused"}) {
            fused("warm.png colour.png " + way);
            Image image = ImageFiles.read(folder.resolve("out.png"));
            assertThat(image.width()).isEqualTo(37);
            assertThat(image.height()).isEqualTo(53);
            assertThat(image.channels()).isEqualTo(3);
            fused("dot.png dot-colour.png --roles infrared,visible " + way);
        }
    }

    /** The visible source is told by its colour, or by its role if it is gray. */
    @Test
    void theRolesDecideWhatIsAdded() throws Exception {
        String statically = " --static --task visible-infrared";
        assertThat(fused("warm.png colour.png" + statically)).isEqualTo(fused("colour.png warm.png" + statically));
        byte[] first = fused("gray.png warm.png --roles visible,infrared" + statically);
        assertThat(fused("warm.png gray.png --roles infrared,visible" + statically))
                .isEqualTo(first);
        assertThat(fused("gray.png warm.png --roles infrared,visible" + statically))
                .isNotEqualTo(first);
        assertThat(fuse("gray.png warm.png" + statically).error())
                .contains("note: the sources are taken as infrared or near-infrared, visible", "--roles can");
    }

    @Test
    void threeSourcesAreRefused() {
        CommandProcess.Result result = fuse("colour.png gray.png warm.png");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error()).contains("cddfuse-16 fuses at most 2 sources at once, found 3");
        assertThat(folder.resolve("out.png")).doesNotExist();
    }
}

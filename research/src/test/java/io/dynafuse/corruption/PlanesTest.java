package io.dynafuse.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import io.dynafuse.testing.TestImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanesTest {
    @Test
    void changesEveryColour() {
        Image image = Image.of(2, 1, 3, new float[] {0.2f, 0.4f, 0.6f, 0.8f, 1, 0}, SampleDepth.BITS_8);
        Image halved = Planes.map(image, plane -> new float[] {plane[0] / 2, plane[1]});
        assertThat(halved.values()).containsExactly(26 / 255f, 0.4f, 77 / 255f, 0.8f, 128 / 255f, 0);
    }

    @Test
    void changesAGrayImageOnceHoweverManyChannelsHoldIt() {
        List<float[]> seen = new ArrayList<>();
        Image changed = Planes.map(TestImages.grayInThreeChannels(4, 3, SampleDepth.BITS_16), plane -> {
            seen.add(plane);
            plane[5] = seen.size() / 10f;
            return plane;
        });
        assertThat(seen).hasSize(1);
        assertThat(changed.channels()).isEqualTo(3);
        assertThat(changed.isGray()).isTrue();
    }

    @Test
    void clipsAndKeepsDepthAndMetadata() {
        ImageMetadata metadata = new ImageMetadata(Optional.of(new byte[] {1, 2}), Optional.empty());
        ImageBuilder builder = new ImageBuilder(2, 1, 1, SampleDepth.BITS_16);
        builder.put(new Region(0, 0, 2, 1), new float[] {0.5f, 0.25f});
        Image changed = Planes.map(builder.build(metadata), plane -> new float[] {-1, 7});
        assertThat(changed.values()).containsExactly(0, 1);
        assertThat(changed.depth()).isEqualTo(SampleDepth.BITS_16);
        assertThat(changed.metadata()).isEqualTo(metadata);
    }
}

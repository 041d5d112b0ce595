package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynafuse.testing.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferenceImagesTest {
    @Test
    void everyImageIsRead() throws Exception {
        List<Path> images;
        try (Stream<Path> all = Files.walk(Reference.path("images"))) {
            images = all.filter(path -> path.toString().matches(".*\\.(png|jpg)"))
                    .toList();
        }

        assertThat(images).isNotEmpty();
        for (Path path : images) {
            Image image = ImageFiles.read(path);
            assertThat(image.width()).as("width of %s", path).isBetween(200, 1200);
            assertThat(image.height()).as("height of %s", path).isBetween(200, 1200);
            assertThat(image.depth()).isEqualTo(SampleDepth.BITS_8);
        }
    }

    /** What the notes beside the images say of them. */
    @Test
    void knownFactsHold() throws Exception {
        Image mri = ImageFiles.read(Reference.path("images/medical/mri-ct/11-mri.png"));
        assertThat(mri.channels()).isEqualTo(3);
        assertThat(mri.isGray()).isTrue();
        assertThat(List.of(mri.width(), mri.height())).containsExactly(256, 256);
        assertThat(ImageFiles.read(Reference.path("images/medical/mri-pet/14-pet.png"))
                        .isGray())
                .isFalse();

        Image infrared = ImageFiles.read(Reference.path("images/visible-infrared/FLIR_00977-infrared.jpg"));
        assertThat(infrared.channels()).isOne();
        assertThat(List.of(infrared.width(), infrared.height())).containsExactly(505, 351);
    }
}

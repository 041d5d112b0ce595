package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {
    @ParameterizedTest
    @CsvSource({"a.png,PNG", "a.b.JPG,JPEG", "a.jpeg,JPEG", "a.TiFf,TIFF", "a.tif,TIFF", "a.pfm,PFM"})
    void theExtensionDecidesHowAFileIsWritten(String name, ImageFormat format) throws Exception {
        assertThat(ImageFormat.forWriting(Path.of("folder.bmp", name))).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({"a.bmp", "a.pgm", "png", "a", "a.", "a.webp"})
    void otherExtensionsAreRefused(String name) {
        assertThatThrownBy(() -> ImageFormat.forWriting(Path.of(name)))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(name + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "PNG, BITS_8, BITS_8",
        "PNG, BITS_16, BITS_16",
        "PNG, FLOAT_32, BITS_16",
        "JPEG, BITS_8, BITS_8",
        "JPEG, FLOAT_32, BITS_8",
        "TIFF, BITS_16, BITS_16",
        "TIFF, FLOAT_32, FLOAT_32",
        "PFM, BITS_8, FLOAT_32"
    })
    void noMoreDepthIsLostThanMustBe(ImageFormat format, SampleDepth depth, SampleDepth written) {
        assertThat(format.depthFor(depth)).isEqualTo(written);
    }

    @Test
    void whatCannotBeWrittenHasNoDepths() {
        assertThat(ImageFormat.BMP.canBeWritten()).isFalse();
        assertThat(ImageFormat.BMP.writableDepths()).isEmpty();
        assertThat(ImageFormat.PNG.writableDepths()).containsExactly(SampleDepth.BITS_8, SampleDepth.BITS_16);
    }
}

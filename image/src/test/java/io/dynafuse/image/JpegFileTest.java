package io.dynafuse.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JpegFileTest {
    @TempDir
    Path folder;

    /** Full magenta and yellow, as photo editors store them: marked by Adobe's segment and inverted. */
    @Test
    void cmykBecomesRgb() throws Exception {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int pixel = 0; pixel < 256; pixel++) {
            raster.setPixel(pixel % 16, pixel / 16, new int[] {255, 0, 0, 255});
        }
        byte[] jpeg = Files.readAllBytes(write(raster));
        byte[] adobe = HandMade.join(
                HandMade.bytes(0xff, 0xee, 0, 14), HandMade.text("Adobe"), HandMade.bytes(0, 100, 0, 0, 0, 0, 0));
        byte[] marked = HandMade.join(Arrays.copyOf(jpeg, 2), adobe, Arrays.copyOfRange(jpeg, 2, jpeg.length));

        Image image = ImageFiles.read(HandMade.file(folder, "cmyk.jpg", marked));

        assertThat(image.channels()).isEqualTo(3);
        float[] rgb = image.values(new Region(8, 8, 1, 1));
        assertThat(rgb[0]).isGreaterThan(0.8f);
        assertThat(rgb[1]).isLessThan(0.25f);
        assertThat(rgb[2]).isLessThan(0.25f);
    }

    private Path write(Raster raster) throws Exception {
        Path path = folder.resolve("raster.jpg");
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(path.toFile())) {
            writer.setOutput(output);
            writer.write(new IIOImage(raster, null, null));
        } finally {
            writer.dispose();
        }
        return path;
    }
}

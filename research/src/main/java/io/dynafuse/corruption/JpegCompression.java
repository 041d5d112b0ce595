package io.dynafuse.corruption;

import io.dynafuse.image.Image;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What baseline JPEG loses of an image, found by writing and reading it in memory. */
final class JpegCompression {
    private static final String FORMAT = "jpeg";
    // Other plug-ins may be present, and which one comes first is up to the application.
    private static final String JDK_PLUG_INS = "com.sun.imageio.";
    private static final int LONGEST_SIDE = 65500;

    private JpegCompression() {}

    /**
     * The image after compression at 8 bits, a gray one as gray, colour with chroma of half the resolution.
     *
     * @param quality 1 to 100 on the scale of the Independent JPEG Group, which multiplies the standard's example tables
     * @throws IllegalArgumentException if the image has more pixels to a side than JPEG can say
     */
    static Image apply(Image image, int quality) {
        if (Math.max(image.width(), image.height()) > LONGEST_SIDE) {
            throw new IllegalArgumentException("expected at most " + LONGEST_SIDE + " pixels a side for JPEG, found "
                    + image.width() + "x" + image.height());
        }
        try {
            return Planes.like(image, values(decode(encode(buffered(image), quality)), image.channels()));
        } catch (IOException e) {
            throw new UncheckedIOException("JPEG in memory failed", e);
        }
    }

    private static BufferedImage buffered(Image image) {
        int plane = image.width() * image.height();
        int bands = image.isGray() ? 1 : 3;
        int type = bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), type);
        WritableRaster raster = buffered.getRaster();
        float[] values = image.values();
        for (int i = 0; i < plane; i++) {
            for (int band = 0; band < bands; band++) {
                int level = Math.round(values[band * plane + i] * 255);
                raster.setSample(i % image.width(), i / image.width(), band, level);
            }
        }
        return buffered;
    }

    private static byte[] encode(BufferedImage image, int quality) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ofJdk(ImageIO.getImageWritersByFormatName(FORMAT));
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality / 100f);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        ImageReader reader = ofJdk(ImageIO.getImageReadersByFormatName(FORMAT));
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** [channels, height, width]; one band serves all channels. */
    private static float[] values(BufferedImage image, int channels) {
        WritableRaster raster = image.getRaster();
        int plane = image.getWidth() * image.getHeight();
        float[] values = new float[plane * channels];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % plane;
            int band = Math.min(i / plane, raster.getNumBands() - 1);
            values[i] = raster.getSample(pixel % image.getWidth(), pixel / image.getWidth(), band) / 255f;
        }
        return values;
    }

    private static <T> T ofJdk(Iterator<T> plugIns) {
        while (plugIns.hasNext()) {
            T plugIn = plugIns.next();
            if (plugIn.getClass().getName().startsWith(JDK_PLUG_INS)) {
                return plugIn;
            }
        }
        throw new IllegalStateException("the Java platform has no " + FORMAT + " plug-in");
    }
}

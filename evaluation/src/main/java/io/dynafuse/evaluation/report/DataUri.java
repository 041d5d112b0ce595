package io.dynafuse.evaluation.report;

import io.dynafuse.image.Image;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images of 8 bits as text that a page can hold (RFC 2397). */
final class DataUri {
    private static final float QUALITY = 0.85f;

    private DataUri() {}

    static String png(Image image) throws IOException {
        return "data:image/png;base64," + encode(image, "png");
    }

    /** Loses a little: for photographs. */
    static String jpeg(Image image) throws IOException {
        return "data:image/jpeg;base64," + encode(image, "jpeg");
    }

    private static String encode(Image image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(pixels(image), List.of(), null), settings(writer, format));
        } finally {
            writer.dispose();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static ImageWriteParam settings(ImageWriter writer, String format) {
        ImageWriteParam settings = writer.getDefaultWriteParam();
        if (format.equals("jpeg")) {
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(QUALITY);
        }
        return settings;
    }

    /** Samples go into the raster as they are: by way of colours, gray would be taken for linear light. */
    private static BufferedImage pixels(Image image) {
        boolean gray = image.isGray();
        int bands = gray ? 1 : 3;
        BufferedImage pixels = new BufferedImage(
                image.width(), image.height(), gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = pixels.getRaster();
        float[] values = image.values();
        int plane = image.width() * image.height();
        int[] samples = new int[plane];
        for (int band = 0; band < bands; band++) {
            for (int i = 0; i < plane; i++) {
                samples[i] = Math.round(values[band * plane + i] * 255);
            }
            raster.setSamples(0, 0, image.width(), image.height(), band, samples);
        }
        return pixels;
    }
}

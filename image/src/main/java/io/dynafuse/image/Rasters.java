package io.dynafuse.image;

import io.dynafuse.image.Decoded.Pixels;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferUShort;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Converts the rasters of decoders to samples, and samples to rasters for encoders. It never uses {@code getRGB}, which applies a gamma to
 * gray values and multiplies colours by alpha.
 */
final class Rasters {
    private Rasters() {}

    /**
     * The band of a raster that is alpha.
     *
     * @param associated whether the other bands were multiplied by it
     */
    record AlphaBand(int band, boolean associated) {
        /** What a decoder says about its image. */
        static Optional<AlphaBand> of(ColorModel model) {
            return model.hasAlpha()
                    ? Optional.of(new AlphaBand(model.getNumColorComponents(), model.isAlphaPremultiplied()))
                    : Optional.empty();
        }
    }

    /** The samples of an image, with the alpha that its decoder reports. */
    static Pixels pixels(BufferedImage image) throws Refusal {
        return pixels(image, AlphaBand.of(image.getColorModel()));
    }

    /** The samples of an image; a decoder's own array is taken over if it has our layout. */
    static Pixels pixels(BufferedImage image, Optional<AlphaBand> alpha) throws Refusal {
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(image.getRaster(), palette);
        }
        Pixels pixels = opaquePixels(image);
        return alpha.isPresent() ? withAlpha(pixels, image.getRaster(), alpha.get()) : pixels;
    }

    static Pixels withAlpha(Pixels pixels, Raster raster, AlphaBand alpha) throws Refusal {
        return withAlpha(pixels, plane(raster, alpha.band(), pixels.samples().depth()), alpha.associated());
    }

    /** @param associated whether the samples were multiplied by their alpha, which is then divided out in place */
    static Pixels withAlpha(Pixels pixels, Samples alphas, boolean associated) {
        if (associated) {
            for (int i = 0; i < pixels.samples().length(); i++) {
                pixels.samples().divide(i, alphas, i / pixels.channels());
            }
        }
        return pixels.with(alphas);
    }

    /** One band in the depth of the others. */
    private static Samples plane(Raster raster, int band, SampleDepth depth) throws Refusal {
        int width = raster.getWidth();
        Samples plane = Samples.of(depth, width * raster.getHeight());
        if (plane instanceof Samples.Floats floats) {
            raster.getSamples(raster.getMinX(), raster.getMinY(), width, raster.getHeight(), band, floats.array());
            FloatRange.clip(floats.array());
            return plane;
        }
        int maximum = maximum(raster.getSampleModel().getSampleSize(band));
        int[] row = new int[width];
        for (int y = 0, position = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
            for (int stored : row) {
                plane.set(position++, stored, maximum);
            }
        }
        return plane;
    }

    private static Pixels opaquePixels(BufferedImage image) throws Refusal {
        Raster raster = image.getRaster();
        int channels = channels(image.getColorModel());
        int[] maxima = maxima(image.getColorModel(), channels);
        Optional<Samples> whole = wholeArray(raster, channels, maxima);
        Samples samples = whole.orElseGet(() -> copied(raster, channels, maxima));
        if (samples instanceof Samples.Floats floats) {
            FloatRange.clip(floats.array());
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), channels, samples);
    }

    /** An image for an encoder, of 8 or 16 bits; it shares the samples if they have that depth already. */
    static BufferedImage image(Image image, SampleDepth depth) {
        Samples samples = interleaved(image, depth);
        DataBuffer buffer;
        if (samples instanceof Samples.Bytes bytes) {
            buffer = new DataBufferByte(bytes.array(), bytes.length());
        } else if (samples instanceof Samples.Shorts shorts) {
            buffer = new DataBufferUShort(shorts.array(), shorts.length());
        } else {
            throw new IllegalArgumentException("expected a depth of 8 or 16 bits, found " + depth);
        }
        boolean alpha = !image.isOpaque();
        int bands = image.channels() + (alpha ? 1 : 0);
        int[] offsets = IntStream.range(0, bands).toArray();
        WritableRaster raster = Raster.createInterleavedRaster(
                buffer, image.width(), image.height(), image.width() * bands, bands, offsets, null);
        ColorSpace space = ColorSpace.getInstance(image.channels() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        int transparency = alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
        ColorModel model = new ComponentColorModel(space, alpha, false, transparency, buffer.getDataType());
        return new BufferedImage(model, raster, false, null);
    }

    /** The samples of all pixels, each followed by its alpha unless the image is opaque; shared if nothing changes. */
    private static Samples interleaved(Image image, SampleDepth depth) {
        if (image.isOpaque()) {
            return image.depth() == depth
                    ? image.samples()
                    : image.samples().copy(0, image.samples().length(), depth);
        }
        int pixels = image.width() * image.height();
        Samples interleaved = Samples.of(depth, Math.multiplyExact(pixels, image.channels() + 1));
        for (int y = 0; y < image.height(); y++) {
            rowWithAlpha(image, y, interleaved, y * image.width() * (image.channels() + 1));
        }
        return interleaved;
    }

    /** Writes a row to {@code target} from {@code start} on, with the channels of a pixel and its alpha side by side. */
    static void rowWithAlpha(Image image, int y, Samples target, int start) {
        int channels = image.channels();
        Region row = new Region(0, y, image.width(), 1);
        float[] values = image.values(row);
        for (int channel = 0; channel < channels; channel++) {
            target.put(start + channel, channels + 1, image.width(), values, channel * image.width());
        }
        target.put(start + channels, channels + 1, image.width(), image.alpha(row), 0);
    }

    private static int channels(ColorModel model) throws Refusal {
        return switch (model.getColorSpace().getType()) {
            case ColorSpace.TYPE_GRAY -> 1;
            case ColorSpace.TYPE_RGB -> 3;
            default -> throw new Refusal("holds neither gray nor RGB samples; convert it to one of them");
        };
    }

    /** The stored number that means 1, for each channel. */
    private static int[] maxima(ColorModel model, int channels) throws Refusal {
        int[] maxima = new int[channels];
        for (int channel = 0; channel < channels; channel++) {
            int bits = model.getComponentSize(channel);
            maxima[channel] = switch (model.getTransferType()) {
                case DataBuffer.TYPE_FLOAT -> 1;
                case DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_INT -> maximum(bits);
                default -> throw unfit(bits);
            };
        }
        return maxima;
    }

    private static int maximum(int bits) throws Refusal {
        if (bits > Short.SIZE) {
            throw unfit(bits);
        }
        return (1 << bits) - 1;
    }

    private static Refusal unfit(int bits) {
        return new Refusal(
                "holds signed or " + bits + "-bit samples; unsigned ones of up to 16 bits and 32-bit floats are read");
    }

    /** The array of a raster, if it holds only the samples, in full range and in the order of an image. */
    private static Optional<Samples> wholeArray(Raster raster, int channels, int[] maxima) {
        DataBuffer buffer = raster.getDataBuffer();
        if (!(raster.getSampleModel() instanceof PixelInterleavedSampleModel model)
                || model.getNumBands() != channels
                || model.getPixelStride() != channels
                || model.getScanlineStride() != raster.getWidth() * channels
                || buffer.getOffset() != 0
                || buffer.getSize() != raster.getWidth() * raster.getHeight() * channels) {
            return Optional.empty();
        }
        boolean reversed = Arrays.equals(model.getBandOffsets(), new int[] {2, 1, 0});
        boolean inOrder = channels == 1 || Arrays.equals(model.getBandOffsets(), new int[] {0, 1, 2});
        if (buffer instanceof DataBufferByte bytes && maxima[0] == 255 && (inOrder || reversed)) {
            if (reversed) {
                swapFirstAndThird(bytes.getData());
            }
            return Optional.of(new Samples.Bytes(bytes.getData()));
        }
        if (buffer instanceof DataBufferUShort shorts && maxima[0] == 65535 && inOrder) {
            return Optional.of(new Samples.Shorts(shorts.getData()));
        }
        return buffer instanceof DataBufferFloat floats && inOrder
                ? Optional.of(new Samples.Floats(floats.getData()))
                : Optional.empty();
    }

    private static void swapFirstAndThird(byte[] samples) {
        Rows.parts(samples.length / 3, (from, to) -> {
            for (int i = 3 * from; i < 3 * to; i += 3) {
                byte first = samples[i];
                samples[i] = samples[i + 2];
                samples[i + 2] = first;
            }
        });
    }

    private static Samples copied(Raster raster, int channels, int[] maxima) {
        return raster.getTransferType() == DataBuffer.TYPE_FLOAT
                ? floats(raster, channels)
                : integers(raster, channels, maxima);
    }

    private static Samples integers(Raster raster, int channels, int[] maxima) {
        Samples samples = Samples.of(depthFor(maxima), raster.getWidth() * raster.getHeight() * channels);
        int bands = raster.getNumBands();
        int[] row = new int[raster.getWidth() * bands];
        int position = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int pixel = 0; pixel < row.length; pixel += bands) {
                for (int channel = 0; channel < channels; channel++) {
                    samples.set(position++, row[pixel + channel], maxima[channel]);
                }
            }
        }
        return samples;
    }

    private static Samples floats(Raster raster, int channels) {
        float[] samples = new float[raster.getWidth() * raster.getHeight() * channels];
        int bands = raster.getNumBands();
        float[] row = new float[raster.getWidth() * bands];
        int position = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int pixel = 0; pixel < row.length; pixel += bands) {
                System.arraycopy(row, pixel, samples, position, channels);
                position += channels;
            }
        }
        return new Samples.Floats(samples);
    }

    private static SampleDepth depthFor(int[] maxima) {
        return Arrays.stream(maxima).max().orElseThrow() <= 255 ? SampleDepth.BITS_8 : SampleDepth.BITS_16;
    }

    private static Pixels fromPalette(Raster raster, IndexColorModel palette) throws Refusal {
        byte[][] colours = new byte[3][palette.getMapSize()];
        palette.getReds(colours[0]);
        palette.getGreens(colours[1]);
        palette.getBlues(colours[2]);
        boolean gray = Arrays.equals(colours[0], colours[1]) && Arrays.equals(colours[0], colours[2]);
        int channels = gray ? 1 : 3;
        int width = raster.getWidth();
        byte[] samples = new byte[width * raster.getHeight() * channels];
        byte[] opacities = new byte[palette.getMapSize()];
        palette.getAlphas(opacities);
        byte[] alphas = new byte[palette.hasAlpha() ? width * raster.getHeight() : 0];
        int[] row = new int[width];
        for (int y = 0, position = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                if (index >= palette.getMapSize()) {
                    throw new Refusal("uses colour " + index + " of a palette of " + palette.getMapSize());
                }
                if (palette.hasAlpha()) {
                    alphas[position / channels] = opacities[index];
                }
                for (int channel = 0; channel < channels; channel++) {
                    samples[position++] = colours[channel][index];
                }
            }
        }
        Pixels pixels = new Pixels(width, raster.getHeight(), channels, new Samples.Bytes(samples));
        return palette.hasAlpha() ? pixels.with(new Samples.Bytes(alphas)) : pixels;
    }
}

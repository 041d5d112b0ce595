package io.dynafuse.image;

import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import io.dynafuse.image.Rasters.AlphaBand;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the samples of a TIFF page are stored, and what they mean.
 *
 * @param samples of a pixel
 * @param bits of a sample
 * @param format of the samples (tag 339)
 * @param kind what the samples of a pixel mean together (tag 262)
 * @param extras what the samples beyond those of the kind are (tag 338)
 * @param planar whether each band is stored separately
 */
record TiffLayout(
        int width,
        int height,
        int samples,
        int bits,
        int format,
        int kind,
        List<Integer> extras,
        boolean planar,
        TiffCompression compression) {
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTE_COUNTS = 325;
    static final int UNSIGNED = 1;
    static final int FLOAT = 3;
    static final int GRAY = 1;
    static final int RGB = 2;
    static final int ASSOCIATED_ALPHA = 1;
    static final int UNASSOCIATED_ALPHA = 2;

    private static final int SIGNED = 2;
    private static final int UNDEFINED = 4;
    private static final int INVERTED_GRAY = 0;
    private static final int PALETTE = 3;
    private static final int TRANSPARENCY_MASK = 4;
    private static final int SEPARATED = 5;
    private static final int YCBCR = 6;
    private static final int COLOUR_FILTERS = 32803;
    private static final int INK_SET = 332;
    private static final int OTHER_INKS = 2;
    private static final int SEPARATE_PLANES = 2;
    // Imaging spectrometers have some hundred bands.
    private static final int MOST_SAMPLES = 1024;
    private static final int MOST_UNITS = 1 << 20;

    TiffLayout {
        extras = List.copyOf(extras);
    }

    /**
     * The layout that a directory describes.
     *
     * @throws Refusal if the image is beyond the limits, or of a kind that is not read
     * @throws EOFException if a part of it lies beyond the end of the file
     */
    static TiffLayout of(TiffDirectory directory, ReadLimits limits, long fileLength) throws IOException {
        long samples = directory.number(TIFF.TAG_SAMPLES_PER_PIXEL, 1);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new Refusal("says it has " + samples + " samples a pixel; expected 1 to " + MOST_SAMPLES);
        }
        long width = directory.number(TIFF.TAG_IMAGE_WIDTH, 0);
        long height = directory.number(TIFF.TAG_IMAGE_HEIGHT, 0);
        limits.check(width, height, (int) Math.min(samples, 4));
        requireTiles(directory, limits);
        int kind = (int) directory.number(TIFF.TAG_PHOTOMETRIC_INTERPRETATION, GRAY);
        boolean otherInks = kind == SEPARATED && directory.number(INK_SET, 1) == OTHER_INKS;
        TiffLayout layout = new TiffLayout(
                (int) width,
                (int) height,
                (int) samples,
                bits(directory, (int) samples),
                (int) directory.number(TIFF.TAG_SAMPLE_FORMAT, UNSIGNED),
                otherInks ? GRAY : kind,
                Arrays.stream(directory.numbers(TIFF.TAG_EXTRA_SAMPLES, (int) samples))
                        .mapToObj(extra -> (int) extra)
                        .toList(),
                samples > 1 && directory.number(TIFF.TAG_PLANAR_CONFIGURATION, 1) == SEPARATE_PLANES,
                TiffCompression.of(directory.number(TIFF.TAG_COMPRESSION, 1)));
        layout.requireWhole(directory, fileLength);
        return layout;
    }

    private static int bits(TiffDirectory directory, int samples) throws IOException {
        long[] bits = directory.numbers(TIFF.TAG_BITS_PER_SAMPLE, samples);
        if (Arrays.stream(bits).distinct().count() > 1) {
            throw new Refusal("holds samples of different depths, " + Arrays.toString(bits)
                    + " bits; save it with samples of 8 or 16 bits each");
        }
        return bits.length == 0 ? 1 : (int) Math.min(bits[0], Integer.MAX_VALUE);
    }

    private static void requireTiles(TiffDirectory directory, ReadLimits limits) throws IOException {
        long tileWidth = directory.number(TILE_WIDTH, 1);
        long tileHeight = directory.number(TILE_HEIGHT, 1);
        if (tileWidth < 1 || tileHeight < 1) {
            throw new Refusal("is damaged: it says its tiles are " + tileWidth + " x " + tileHeight + " pixels");
        }
        limits.check(tileWidth, tileHeight, 4);
    }

    /** The samples of a pixel that its kind takes. */
    private int colours() {
        return switch (kind) {
            case INVERTED_GRAY, GRAY, PALETTE, TRANSPARENCY_MASK, COLOUR_FILTERS -> 1;
            case SEPARATED -> 4;
            default -> 3;
        };
    }

    /** Whether its samples are cyan, magenta, yellow and black. */
    boolean isOfInks() {
        return kind == SEPARATED;
    }

    boolean isInvertedGray() {
        return kind == INVERTED_GRAY;
    }

    boolean isFloat() {
        return format == FLOAT;
    }

    /** Three bands that are not marked as colours; programs without a notion of colour write them so. */
    private boolean isTakenAsColour() {
        return samples == 3 && kind == GRAY && extras.stream().noneMatch(TiffLayout::isAlpha);
    }

    /** Whether it is certain which bands are gray, red, green and blue, and alpha. */
    boolean saysItsBands() {
        boolean alphaIsLast = !extras.isEmpty() && isAlpha(extras.get(extras.size() - 1));
        return samples == colours() || samples == colours() + 1 && alphaIsLast;
    }

    private static boolean isAlpha(int extra) {
        return extra == ASSOCIATED_ALPHA || extra == UNASSOCIATED_ALPHA;
    }

    /** The band that is alpha, from 0. */
    Optional<AlphaBand> alpha() {
        return IntStream.range(0, extras.size())
                .filter(i -> isAlpha(extras.get(i)))
                .mapToObj(i -> new AlphaBand(samples - extras.size() + i, extras.get(i) == ASSOCIATED_ALPHA))
                .findFirst();
    }

    /**
     * The bands to read, from 0, without alpha; empty if the decoder reads all that there are.
     *
     * @throws Refusal if the file does not say which, or has fewer bands, or if they are of a kind that is not read
     */
    List<Integer> bands(List<Integer> chosen) throws Refusal {
        if (saysItsBands()) {
            if (!isFloat()) {
                requireDecodable();
                return List.of();
            }
            requireUnpackable();
            if (kind > RGB) {
                throw new Refusal("holds floats that are neither gray nor RGB; convert it to one of them");
            }
            return IntStream.range(0, colours()).boxed().toList();
        }
        List<Integer> bands = isTakenAsColour() && chosen.isEmpty() ? List.of(1, 2, 3) : chosen;
        if (bands.isEmpty()) {
            throw new Refusal(
                    "has " + samples + " bands and does not say which are red, green and blue; --bands 1 takes"
                            + " one as gray, --bands 3,2,1 three as red, green and blue");
        }
        Optional<Integer> missing =
                bands.stream().filter(band -> band > samples).findFirst();
        if (missing.isPresent()) {
            throw new Refusal("has " + samples + " bands; --bands names " + missing.get());
        }
        requireUnpackable();
        return bands.stream().map(band -> band - 1).toList();
    }

    /** Notes on what is not as it seems, or left out. */
    List<String> notes(List<Integer> chosen) {
        List<String> notes = new ArrayList<>();
        if (saysItsBands()) {
            boolean same =
                    chosen.equals(IntStream.rangeClosed(1, colours()).boxed().toList());
            if (!chosen.isEmpty() && !same) {
                notes.add("says what its bands are, so that --bands is nothing to it");
            }
        } else if (isTakenAsColour() && chosen.isEmpty()) {
            notes.add("does not say what its 3 bands are; they are taken as red, green and blue");
        } else {
            alpha().filter(alpha -> !chosen.contains(alpha.band() + 1))
                    .ifPresent(alpha ->
                            notes.add("has alpha in band " + (alpha.band() + 1) + ", which --bands leaves out"));
        }
        return notes;
    }

    /** The decoder of bytes does not change samples. */
    private void requireUnpackable() throws Refusal {
        boolean integers = format == UNSIGNED || format == UNDEFINED;
        boolean readable = isFloat()
                ? bits == 16 || bits == Float.SIZE || bits == Double.SIZE
                : integers && (bits == Byte.SIZE || bits == Short.SIZE);
        if (!readable || kind == PALETTE) {
            throw unfit();
        }
        if (!compression.isOfBytes()) {
            throw new Refusal("holds " + (isFloat() ? "floats" : samples + " bands") + " compressed by " + compression
                    + ", which is not read; save it with LZW or Deflate");
        }
    }

    private void requireDecodable() throws Refusal {
        boolean integers = format == UNSIGNED || format == UNDEFINED;
        // The decoder inverts samples between these depths in the wrong range, and unpacks small colours wrongly.
        boolean wholeBytes = bits == Byte.SIZE || bits == Short.SIZE;
        boolean small = bits == 1 || bits == 2 || bits == 4;
        boolean misread = !wholeBytes && (small ? samples > 1 : isInvertedGray() || bits < Byte.SIZE);
        if (!integers || bits > Short.SIZE || misread) {
            throw unfit();
        }
    }

    private Refusal unfit() {
        return new Refusal("holds " + samples + (samples == 1 ? " sample" : " samples") + " a pixel of " + bits
                + "-bit " + formatName() + "; save it with unsigned samples of 8 or 16 bits or 32-bit floats");
    }

    private String formatName() {
        return switch (format) {
            case UNSIGNED -> "unsigned integers";
            case SIGNED -> "signed integers";
            case FLOAT -> "floats";
            case UNDEFINED -> "data without a type";
            default -> "complex numbers";
        };
    }

    /** The channels of the image: 1 or 3. */
    int channels(List<Integer> bands) {
        if (!bands.isEmpty()) {
            return bands.size();
        }
        return colours() == 1 && kind != PALETTE ? 1 : 3;
    }

    SampleDepth depth() {
        if (isFloat()) {
            return SampleDepth.FLOAT_32;
        }
        return bits <= Byte.SIZE || kind == PALETTE ? SampleDepth.BITS_8 : SampleDepth.BITS_16;
    }

    private void requireWhole(TiffDirectory directory, long fileLength) throws IOException {
        requireWhole(directory, TIFF.TAG_STRIP_OFFSETS, TIFF.TAG_STRIP_BYTE_COUNTS, fileLength);
        requireWhole(directory, TILE_OFFSETS, TILE_BYTE_COUNTS, fileLength);
    }

    private void requireWhole(TiffDirectory directory, int offsetsTag, int countsTag, long fileLength)
            throws IOException {
        int units = units(directory);
        long[] offsets = directory.numbers(offsetsTag, units);
        long[] counts = directory.numbers(countsTag, units);
        for (int i = 0; i < offsets.length; i++) {
            long least = Math.max(i < counts.length ? counts[i] : 0, unpackedBytes(directory, i));
            if (offsets[i] == 0) {
                throw new Refusal(
                        "leaves out some of its strips or tiles, which is not read; save it with all of them");
            }
            if (offsets[i] < 0 || offsets[i] > fileLength || least > fileLength - offsets[i]) {
                throw new EOFException();
            }
        }
    }

    /** The least number of bytes of a strip or tile. */
    private long unpackedBytes(TiffDirectory directory, int unit) throws IOException {
        if (compression != TiffCompression.NONE || kind == YCBCR) {
            return 0;
        }
        boolean tiled = directory.has(TILE_OFFSETS);
        long rows = tiled ? directory.number(TILE_HEIGHT, height) : stripRows(directory);
        long pixels = tiled ? directory.number(TILE_WIDTH, width) : width;
        long top = tiled ? 0 : unit % ceiling(height, rows) * rows;
        return ceiling(pixels * (planar ? 1 : samples) * bits, Byte.SIZE) * Math.min(rows, height - top);
    }

    /**
     * How many strips or tiles the image takes.
     *
     * @throws Refusal if there are absurdly many
     */
    int units(TiffDirectory directory) throws IOException {
        boolean tiled = directory.has(TILE_OFFSETS);
        long across = tiled ? ceiling(width, directory.number(TILE_WIDTH, width)) : 1;
        long rows = tiled ? directory.number(TILE_HEIGHT, height) : stripRows(directory);
        long units = across * ceiling(height, rows) * (planar ? samples : 1);
        if (units > MOST_UNITS) {
            throw new Refusal("lies in " + units + " strips or tiles; no more than " + MOST_UNITS + " are read");
        }
        return (int) units;
    }

    /**
     * The bytes of each strip or tile; all that follow if the file does not give their number.
     *
     * @param tag of the lengths
     * @param offsets where the strips or tiles start
     */
    long[] lengths(TiffDirectory directory, int tag, long[] offsets, long fileLength) throws IOException {
        long[] counts = directory.numbers(tag, offsets.length);
        boolean told = counts.length == offsets.length && Arrays.stream(counts).allMatch(count -> count > 0);
        return told
                ? counts
                : Arrays.stream(offsets).map(offset -> fileLength - offset).toArray();
    }

    /** The rows of a strip; all rows if the file does not say. */
    long stripRows(TiffDirectory directory) throws IOException {
        long rows = directory.number(TIFF.TAG_ROWS_PER_STRIP, height);
        return rows < 1 || rows > height ? height : rows;
    }

    static long ceiling(long number, long divisor) {
        return (number + divisor - 1) / divisor;
    }
}

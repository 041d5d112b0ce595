package io.dynafuse.align;

import io.dynafuse.image.Bt601;
import io.dynafuse.image.Image;
import io.dynafuse.image.ImageBuilder;
import io.dynafuse.image.ImageMetadata;
import io.dynafuse.image.Region;
import io.dynafuse.image.Resampling;
import io.dynafuse.image.SampleDepth;
import java.util.Arrays;

/**
 * A picture for the eye of what an alignment did: before it at the left, after it at the right. Above, the reference's luma is red and the
 * other's cyan, so that both together are gray and what is shifted has coloured edges; below, squares of a chessboard show the reference and
 * the other in turn, so that lines break where something is shifted.
 */
public final class Overlay {
    /** Of one of the four parts; larger images are made smaller. */
    private static final int LONGEST = 3000;

    private static final int SQUARES = 8;
    private static final int PARTS_OF_GAP = 200;

    private final Image reference;
    private final int width;
    private final int height;
    private final int gap;
    private final ImageBuilder picture;

    private Overlay(Image reference) {
        this.reference = reference;
        this.width = reference.width();
        this.height = reference.height();
        this.gap = 2 + Math.min(width, height) / PARTS_OF_GAP;
        this.picture = new ImageBuilder(2 * width + gap, 2 * height + gap, 3, SampleDepth.BITS_8);
    }

    /**
     * Lays two images over each other, before and after. Transparent parts are black.
     *
     * @param before the other image as it was, of any size; its top left corner lies on that of the reference
     * @param after the other image on the canvas of the reference
     * @return in colours and 8 bits, with a white line between its four parts; each is as large as the reference, or smaller if its longer side
     *     is over 3000 pixels
     * @throws IllegalArgumentException if {@code after} has another size than the reference
     */
    public static Image of(Image reference, Image before, Image after) {
        if (after.width() != reference.width() || after.height() != reference.height()) {
            throw new IllegalArgumentException("expected an image of the reference's " + reference.width() + " x "
                    + reference.height() + " pixels, found " + after.width() + " x " + after.height());
        }
        int longest = Math.max(reference.width(), reference.height());
        double scale = Math.min(1, (double) LONGEST / longest);
        Overlay overlay = new Overlay(scaled(reference, scale));
        overlay.drawGap();
        overlay.draw(scaled(before, scale), 0);
        overlay.draw(scaled(after, scale), overlay.width + overlay.gap);
        return overlay.picture.build(ImageMetadata.NONE);
    }

    private static Image scaled(Image image, double scale) {
        Image opaque = image.overBlack();
        int width = Math.max(1, (int) Math.round(scale * image.width()));
        int height = Math.max(1, (int) Math.round(scale * image.height()));
        return scale == 1 ? opaque : Resampling.to(opaque, width, height, SampleDepth.BITS_8);
    }

    private void drawGap() {
        drawWhite(new Region(width, 0, gap, 2 * height + gap));
        drawWhite(new Region(0, height, 2 * width + gap, gap));
    }

    private void drawWhite(Region region) {
        float[] white = new float[3 * region.width() * region.height()];
        Arrays.fill(white, 1);
        picture.put(region, white);
    }

    private void draw(Image other, int left) {
        int side = Math.max(1, Math.min(width, height) / SQUARES);
        for (int y = 0; y < height; y++) {
            float[] one = reference.rgb(new Region(0, y, width, 1));
            float[] another = row(other, y);
            picture.put(new Region(left, y, width, 1), redAndCyan(Bt601.luma(one), Bt601.luma(another)));
            for (int i = 0; i < one.length; i++) {
                boolean ofOther = (i % width / side + y / side) % 2 == 1;
                one[i] = ofOther ? another[i] : one[i];
            }
            picture.put(new Region(left, height + gap + y, width, 1), one);
        }
    }

    /** A row as wide as the reference, black where there is nothing. */
    private float[] row(Image other, int y) {
        float[] row = new float[3 * width];
        if (y < other.height()) {
            int count = Math.min(width, other.width());
            float[] values = other.rgb(new Region(0, y, count, 1));
            for (int channel = 0; channel < 3; channel++) {
                System.arraycopy(values, channel * count, row, channel * width, count);
            }
        }
        return row;
    }

    private static float[] redAndCyan(float[] red, float[] cyan) {
        float[] colours = Arrays.copyOf(red, 3 * red.length);
        System.arraycopy(cyan, 0, colours, red.length, red.length);
        System.arraycopy(cyan, 0, colours, 2 * red.length, red.length);
        return colours;
    }
}

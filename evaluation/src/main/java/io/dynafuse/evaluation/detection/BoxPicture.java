package io.dynafuse.evaluation.detection;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.Detection;
import io.dynafuse.detection.TrueObject;
import io.dynafuse.detection.score.JudgedImage;
import io.dynafuse.detection.score.ScoredImage;
import io.dynafuse.image.AreaAverage;
import io.dynafuse.image.Image;
import io.dynafuse.image.Region;
import io.dynafuse.image.SampleDepth;
import java.util.List;

/** Images with boxes drawn on them; lines of light colours between black ones, which are seen on any ground. */
public final class BoxPicture {
    /** Images are shown no larger than this, so that a row of them fits on a screen. */
    static final int LARGEST_SIDE = 640;

    private static final int THICKNESS = 2;
    private static final int DASH = 6;
    private static final float[] GREEN = {0.2f, 1, 0.2f};
    private static final float[] ORANGE = {1, 0.6f, 0};
    private static final float[] MAGENTA = {1, 0.3f, 1};
    private static final float[] WHITE = {1, 1, 1};
    private static final float[] BLACK = {0, 0, 0};

    private final int width;
    private final int height;
    private final double scale;
    private final float[] rgb;

    private BoxPicture(Image image) {
        Image fitted = AreaAverage.fit(image, LARGEST_SIDE);
        this.width = fitted.width();
        this.height = fitted.height();
        this.scale = (double) width / image.width();
        this.rgb = fitted.rgb(new Region(0, 0, width, height));
    }

    /** What was found in green, what was missed in dashed orange, what is wrong in magenta, and what counts neither way in white. */
    public static Image judged(Image image, ScoredImage scored) {
        JudgedImage judged = JudgedImage.of(scored);
        BoxPicture picture = new BoxPicture(image);
        judged.ignored().forEach(each -> picture.draw(each.box(), WHITE, false));
        judged.wrong().forEach(each -> picture.draw(each.box(), MAGENTA, false));
        judged.right().forEach(each -> picture.draw(each.box(), GREEN, false));
        judged.missed().stream().map(TrueObject::box).forEach(box -> picture.draw(box, ORANGE, true));
        return picture.image();
    }

    /** What was found, right or wrong, in white. */
    public static Image found(Image image, List<Detection> detections) {
        BoxPicture picture = new BoxPicture(image);
        detections.forEach(each -> picture.draw(each.box(), WHITE, false));
        return picture.image();
    }

    private Image image() {
        return Image.of(width, height, 3, rgb, SampleDepth.BITS_8);
    }

    private void draw(Box box, float[] colour, boolean isDashed) {
        int left = (int) Math.round(box.left() * scale);
        int top = (int) Math.round(box.top() * scale);
        int right = Math.max(left, (int) Math.round(box.right() * scale) - 1);
        int bottom = Math.max(top, (int) Math.round(box.bottom() * scale) - 1);
        // Black first, a pixel wider at both sides, so that the colour lies on it; what lies below is seen between
        // dashes.
        frame(left, top, right, bottom, 1, THICKNESS + 1, BLACK, isDashed);
        frame(left, top, right, bottom, 0, THICKNESS, colour, isDashed);
    }

    /** @param outer how far the line reaches out of the box, and {@code inner} how far into it, in pixels */
    private void frame(
            int left, int top, int right, int bottom, int outer, int inner, float[] colour, boolean isDashed) {
        for (int y = top - outer; y <= bottom + outer; y++) {
            for (int x = left - outer; x <= right + outer; x++) {
                boolean isInside = x >= left + inner && x <= right - inner && y >= top + inner && y <= bottom - inner;
                boolean isGap = isDashed && (x - left + y - top) / DASH % 2 == 1;
                if (!isInside && !isGap) {
                    set(x, y, colour);
                }
            }
        }
    }

    private void set(int x, int y, float[] colour) {
        if (x >= 0 && y >= 0 && x < width && y < height) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[(channel * height + y) * width + x] = colour[channel];
            }
        }
    }
}

package io.dynafuse.detection.score;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A convention of how average precision is computed. Both take overlaps from 0.50 to 0.95 in steps of 0.05, are means over the classes of which
 * something need be found, and differ by about a hundredth on the same detections: figures of one cannot be compared with those of the other.
 */
public enum ScoreProfile {
    /**
     * That of COCO (Lin et al., Microsoft COCO, 2014; {@code COCOeval} of pycocotools): 101 recalls; the 100 most confident detections of a
     * class and image; each takes the best object that is left; what finds a crowd counts neither way. Checked against pycocotools.
     */
    COCO("coco", 100, Matching.COCO, CocoScoring::averagePrecision, CocoScoring::best),
    /**
     * That of Ultralytics 8, whose figures papers on YOLO give: the area under an interpolated curve; each detection chooses its best object
     * once; crowds and difficult objects are not there, so that what finds them is wrong.
     */
    ULTRALYTICS(
            "ultralytics",
            Integer.MAX_VALUE,
            Matching.ULTRALYTICS,
            UltralyticsScoring::averagePrecision,
            UltralyticsScoring::best);

    private final String id;
    private final int most;
    private final Matching matching;
    private final ToDoubleFunction<Curve> average;
    private final Function<List<Curve>, OperatingPoint> best;

    ScoreProfile(
            String id,
            int most,
            Matching matching,
            ToDoubleFunction<Curve> average,
            Function<List<Curve>, OperatingPoint> best) {
        this.id = id;
        this.most = most;
        this.matching = matching;
        this.average = average;
        this.best = best;
    }

    /** The name that commands and reports use. */
    @JsonValue
    public String id() {
        return id;
    }

    /** How many detections of a class and image count. */
    int most() {
        return most;
    }

    Matching matching() {
        return matching;
    }

    double averagePrecision(Curve curve) {
        return average.applyAsDouble(curve);
    }

    /** Where the mean F1 over all classes is best at an overlap of 0.5. */
    OperatingPoint best(List<Curve> curves) {
        return best.apply(curves);
    }
}

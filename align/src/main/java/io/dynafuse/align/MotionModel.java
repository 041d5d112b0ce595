package io.dynafuse.align;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What motions are allowed between two sources, from few parameters to many. */
public enum MotionModel {
    /** A shift: 2 parameters. */
    TRANSLATION(2),
    /** A shift and a change of scale, as focus changes the field of view: 3 parameters. */
    BREATHING(3),
    /** A shift, a turn and a change of scale: 4 parameters. */
    SIMILARITY(4),
    /** Parallels stay parallel: 6 parameters. */
    AFFINE(6),
    /** Straight lines stay straight, as for a plane seen from two places, or a camera that turns: 8 parameters. */
    HOMOGRAPHY(8);

    private final int parameters;

    MotionModel(int parameters) {
        this.parameters = parameters;
    }

    /** The model of a {@link #word}. */
    public static Optional<MotionModel> of(String word) {
        return Arrays.stream(values())
                .filter(model -> model.word().equals(word))
                .findFirst();
    }

    /** The name that people write. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The next richer one that is tried without being asked for; itself if there is none. */
    MotionModel richer() {
        return switch (this) {
            case TRANSLATION, BREATHING -> SIMILARITY;
            case SIMILARITY -> AFFINE;
            case AFFINE, HOMOGRAPHY -> HOMOGRAPHY;
        };
    }

    int parameters() {
        return parameters;
    }
}

package io.dynafuse.study;

import java.util.List;
import java.util.Optional;

/** All studies; a new one is a class and a line here. */
public final class Studies {
    private static final List<Study> ALL = List.of(
            new AlignmentStudy(),
            new CovarianceStudy(),
            new ChannelStudy(),
            new CorruptionStudy(),
            new DaylightStudy(),
            new ParameterNoiseStudy(),
            new GroundTruthStudy(),
            new HandHeldStudy(),
            new ImageSpaceStudy());

    private Studies() {}

    /** All studies, in the order in which they are listed. */
    public static List<Study> all() {
        return ALL;
    }

    /** The study of an id. */
    public static Optional<Study> find(String id) {
        return ALL.stream().filter(study -> study.id().equals(id)).findFirst();
    }
}

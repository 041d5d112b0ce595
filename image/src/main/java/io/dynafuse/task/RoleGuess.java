package io.dynafuse.task;

import io.dynafuse.image.Image;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What sources are to their scene, as far as they leave no doubt: the gray one beside colour is infrared, and the darkest is under-exposed. */
public final class RoleGuess {
    /** As far apart as the means of exposures surely are: a third of an f-stop. */
    private static final double ANOTHER_MEAN = 0.05;

    private RoleGuess() {}

    /**
     * The roles of sources of a task, one for each; empty where the images do not tell.
     *
     * @param images of one size, two or more
     */
    public static List<Optional<Role>> of(Task task, List<Image> images) {
        List<Optional<Role>> roles = new ArrayList<>(Collections.nCopies(images.size(), Optional.empty()));
        if (task == Task.VISIBLE_INFRARED && images.size() == 2) {
            int gray = images.get(0).isGray() ? 0 : 1;
            if (images.get(gray).isGray() && !images.get(1 - gray).isGray()) {
                roles.set(gray, Optional.of(Role.INFRARED));
                roles.set(1 - gray, Optional.of(Role.VISIBLE));
            }
        }
        if (task == Task.MULTI_EXPOSURE) {
            ofExposures(images, roles);
        }
        return List.copyOf(roles);
    }

    private static void ofExposures(List<Image> images, List<Optional<Role>> roles) {
        CommonData data = CommonData.of(images);
        if (data.box().isEmpty()) {
            return;
        }
        double[] brightness = images.stream()
                .mapToDouble(image -> CoarseView.of(image, data).brightness())
                .toArray();
        int darkest = IntStream.range(0, brightness.length).reduce(0, (a, b) -> brightness[b] < brightness[a] ? b : a);
        int brightest =
                IntStream.range(0, brightness.length).reduce(0, (a, b) -> brightness[b] > brightness[a] ? b : a);
        if (brightness[brightest] - brightness[darkest] >= ANOTHER_MEAN) {
            roles.set(darkest, Optional.of(Role.UNDER));
            roles.set(brightest, Optional.of(Role.OVER));
        }
    }
}

package io.dynafuse.detection.annotation;

import io.dynafuse.detection.Box;
import io.dynafuse.detection.TrueObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is in one image.
 *
 * @param objects their boxes lie in the image
 * @param notes what its file holds that is not used, and what was changed, without the name of the image: many have the same
 */
public record ImageTruth(List<TrueObject> objects, List<String> notes) {
    /** Copies the lists. */
    public ImageTruth {
        objects = List.copyOf(objects);
        notes = List.copyOf(notes);
    }

    /** Gathers the objects of an image. */
    static final class Builder {
        /** Rounding of relative coordinates leaves less than this outside. */
        private static final double NEGLIGIBLE = 0.5;

        private final int width;
        private final int height;
        private final List<TrueObject> objects = new ArrayList<>();
        private final Set<String> notes = new LinkedHashSet<>();

        Builder(int width, int height) {
            this.width = width;
            this.height = height;
        }

        void note(String note) {
            notes.add(note);
        }

        /** Takes what lies in the image of an object. */
        void add(TrueObject object) {
            Optional<Box> inside = object.box().within(width, height);
            if (inside.isEmpty()) {
                notes.add("boxes without area in the image are left out");
                return;
            }
            if (isCut(object.box(), inside.get())) {
                notes.add("boxes that reach beyond the image are cut at its sides");
            }
            objects.add(new TrueObject(inside.get(), object.label(), object.isIgnored()));
        }

        private static boolean isCut(Box box, Box inside) {
            return inside.left() - box.left() > NEGLIGIBLE
                    || inside.top() - box.top() > NEGLIGIBLE
                    || box.right() - inside.right() > NEGLIGIBLE
                    || box.bottom() - inside.bottom() > NEGLIGIBLE;
        }

        ImageTruth build() {
            return new ImageTruth(objects, List.copyOf(notes));
        }
    }
}

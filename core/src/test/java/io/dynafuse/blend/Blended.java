package io.dynafuse.blend;

import io.dynafuse.task.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sources put together, in memory.
 *
 * @param channels of the result: one for gray, three for red, green and blue; in [0,1] but for rounding and overshoot
 * @param weights of each source, from 0 to 1, where they were asked for; none otherwise
 * @param depth the position in the stack that each pixel was taken from, from 0 for the first source to 1 for the last; where it was asked for
 */
record Blended(List<Plane> channels, List<Plane> weights, Optional<Plane> depth) {
    /** Copies the lists. */
    Blended {
        channels = List.copyOf(channels);
        weights = List.copyOf(weights);
    }

    /** What a way of blending makes of a scene. */
    static Blended of(Blending blending, Scene scene, List<Role> roles) throws IOException {
        Gathered gathered = new Gathered(scene.width(), scene.height());
        blending.onto(gathered, scene, Sources.NOBODY, roles);
        return gathered.blended();
    }

    /** Gathers what is put onto it. */
    static final class Gathered implements Canvas {
        private final int width;
        private final int height;
        private final List<Plane> channels = new ArrayList<>();
        private final List<Plane> weights = new ArrayList<>();
        private final List<Plane> depth = new ArrayList<>();

        Gathered(int width, int height) {
            this.width = width;
            this.height = height;
        }

        @Override
        public void put(Rows rows, List<Plane> planes) {
            for (int channel = 0; channel < planes.size(); channel++) {
                put(channel, channels, rows, planes.get(channel));
            }
        }

        @Override
        public void putWeights(int source, Rows rows, Plane plane) {
            put(source, weights, rows, plane);
        }

        @Override
        public void putDepth(Rows rows, Plane plane) {
            put(0, depth, rows, plane);
        }

        private void put(int index, List<Plane> planes, Rows rows, Plane plane) {
            while (planes.size() <= index) {
                planes.add(Plane.zeros(width, height));
            }
            System.arraycopy(plane.values(), 0, planes.get(index).values(), rows.from() * width, plane.values().length);
        }

        Blended blended() {
            return new Blended(channels, weights, depth.stream().findFirst());
        }
    }
}

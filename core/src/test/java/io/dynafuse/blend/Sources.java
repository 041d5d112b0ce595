package io.dynafuse.blend;

import io.dynafuse.image.Image;
import java.util.List;
import java.util.Optional;

/** A scene for tests. */
record Sources(List<Image> images, List<Optional<Plane>> alphas) implements Scene {
    /** Must not be asked. */
    static final Judge NOBODY = new Judge() {
        @Override
        public List<Plane> losses(List<Image> sources, Compared compared) {
            throw new AssertionError("asked for losses");
        }

        @Override
        public List<Plane> weights(List<Plane> losses) {
            throw new AssertionError("asked for weights");
        }

        @Override
        public boolean decides() {
            return false;
        }
    };

    static Sources opaque(Image... images) {
        return new Sources(
                List.of(images),
                List.of(images).stream().map(image -> Optional.<Plane>empty()).toList());
    }

    @Override
    public int count() {
        return images.size();
    }

    @Override
    public int width() {
        return images.get(0).width();
    }

    @Override
    public int height() {
        return images.get(0).height();
    }

    @Override
    public boolean isColour() {
        return images.stream().anyMatch(image -> !image.isGray());
    }

    @Override
    public Image source(int index) {
        return images.get(index);
    }

    @Override
    public Optional<Plane> alpha(int index) {
        return alphas.get(index).map(Plane::copy);
    }
}

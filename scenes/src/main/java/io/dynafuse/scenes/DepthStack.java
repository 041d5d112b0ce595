package io.dynafuse.scenes;

/**
 * A picture in slabs of depth, from the furthest to the nearest. An oblique object is in several slabs; it also continues behind its
 * nearer slabs, so that no gap opens between them when they are blurred differently.
 */
final class DepthStack {
    private final Canvas[] slabs;

    DepthStack(int slabs, int width, int height, int channels) {
        this.slabs = new Canvas[slabs];
        for (int i = 0; i < slabs; i++) {
            this.slabs[i] = new Canvas(width, height, channels);
        }
    }

    /**
     * Puts an object in front of everything in its slabs.
     *
     * @param cutout its picture, of the size of the slabs
     * @param depth its depth
     */
    void add(Canvas cutout, DepthPlane depth) {
        int furthest = slab(depth.least());
        for (int y = 0; y < cutout.height; y++) {
            for (int x = 0; x < cutout.width; x++) {
                int pixel = y * cutout.width + x;
                if (cutout.coverage[pixel] > 0) {
                    int own = slab(depth.at(x, y));
                    for (int slab = furthest; slab <= own; slab++) {
                        slabs[slab].layPixel(cutout, pixel);
                    }
                }
            }
        }
    }

    private int slab(double depth) {
        return Math.min(Math.max((int) (depth * slabs.length), 0), slabs.length - 1);
    }

    /** The depth in the middle of a slab. */
    private double depth(int slab) {
        return (slab + 0.5) / slabs.length;
    }

    /** Everything in focus. */
    Canvas sharp() {
        Canvas picture = like(slabs[0]);
        for (Canvas slab : slabs) {
            picture.lay(slab);
        }
        return picture;
    }

    /** The picture through a lens: the blur of each slab spreads it over those behind it. */
    Canvas through(Lens lens) {
        Canvas picture = like(slabs[0]);
        for (int i = 0; i < slabs.length; i++) {
            if (!slabs[i].isEmpty()) {
                picture.lay(new DiscBlur(lens.blurRadius(depth(i))).apply(slabs[i]));
            }
        }
        return picture;
    }

    private static Canvas like(Canvas slab) {
        return new Canvas(slab.width, slab.height, slab.planes.length);
    }

    /**
     * The depth of a flat object: 0 is the furthest, 1 the nearest; linear in the reciprocal of distance, as defocus is.
     *
     * @param start at the pixel (0, 0)
     * @param alongX the change for one pixel to the right
     * @param alongY the change for one pixel down
     * @param least the furthest depth of any part of it
     */
    record DepthPlane(double start, double alongX, double alongY, double least) {
        static DepthPlane facing(double depth) {
            return new DepthPlane(depth, 0, 0, depth);
        }

        double at(double x, double y) {
            return Math.max(start + alongX * x + alongY * y, least);
        }
    }

    /**
     * A lens that is sharp from one depth to another, as a pixel is not a point, and blurs by the distance from this range: the circle of
     * confusion of a thin lens.
     *
     * @param from the furthest depth in focus
     * @param to the nearest
     * @param aperture the radius of blur at a distance of 1, in pixels
     */
    record Lens(double from, double to, double aperture) {
        double blurRadius(double depth) {
            return aperture * Math.max(0, Math.max(from - depth, depth - to));
        }
    }
}

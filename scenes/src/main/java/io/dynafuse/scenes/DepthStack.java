package io.dynafuse.scenes;

/**
 * A picture in slabs of depth, from the furthest to the nearest. What stands aslant is in several slabs; it also goes on behind the nearer
 * ones that it is in, so that no gap opens where they meet when they are blurred unequally.
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
     * Puts something in front of all that is in its slabs.
     *
     * @param cutout what it looks like, of the size of the slabs
     * @param depth where it is
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

    /** As a lens sees it: each slab spreads over those behind it as its blur has it. */
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
     * Where a flat thing stands: 0 is as far as anything is, 1 as near; in between evenly by the reciprocal of distance, by which
     * defocus grows.
     *
     * @param start at the pixel (0, 0)
     * @param alongX what a pixel to the right adds
     * @param alongY what a pixel down adds
     * @param least nothing of it is further away
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
     * A lens that is sharp from one depth to another, as a pixel is no point, and blurs by the distance from them: the circle of confusion of
     * a thin lens.
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

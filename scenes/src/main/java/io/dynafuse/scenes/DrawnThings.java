package io.dynafuse.scenes;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The people and cars of a picture while it is drawn: where each is, and how much of it is still seen. For one thread. */
final class DrawnThings {
    private static final byte NOTHING = 0;

    private final int width;
    private final int height;
    // Whose each pixel is: the number of a thing, from 1.
    private final byte[] owners;
    private final List<String> words = new ArrayList<>();
    private final List<Silhouette> silhouettes = new ArrayList<>();

    DrawnThings(int width, int height) {
        this.width = width;
        this.height = height;
        this.owners = new byte[width * height];
    }

    /** A thing was drawn in front of everything. */
    void add(String word, List<SceneObject> parts) {
        words.add(word);
        silhouettes.add(Silhouette.of(parts));
        give(silhouettes.get(silhouettes.size() - 1), (byte) words.size());
    }

    /** Something else was drawn in front of everything. */
    void hide(List<SceneObject> parts) {
        give(Silhouette.of(parts), NOTHING);
    }

    /** Something else was drawn in front of a pixel. */
    void hide(int pixel) {
        owners[pixel] = NOTHING;
    }

    private void give(Silhouette silhouette, byte owner) {
        for (int y = Math.max(0, silhouette.top); y < Math.min(height, silhouette.bottom()); y++) {
            for (int x = Math.max(0, silhouette.left); x < Math.min(width, silhouette.right()); x++) {
                if (silhouette.covers(x, y)) {
                    owners[y * width + x] = owner;
                }
            }
        }
    }

    /** The things as they are seen now, in the order they were drawn, without those that lie outside of the picture. */
    List<SceneThing> list() {
        int[] pixels = new int[words.size() + 1];
        for (byte owner : owners) {
            pixels[owner]++;
        }
        List<SceneThing> things = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Silhouette whole = silhouettes.get(i);
            double seen = (double) pixels[i + 1] / whole.covered.cardinality();
            String word = words.get(i);
            whole.boxWithin(width, height)
                    .ifPresent(box -> things.add(new SceneThing(word, box[0], box[1], box[2], box[3], seen)));
        }
        return things;
    }

    /** The pixels that are covered, if only in part, within a rectangle that may reach beyond the picture. */
    private record Silhouette(int left, int top, int width, int height, BitSet covered) {
        static Silhouette of(List<SceneObject> parts) {
            int left = (int) Math.floor(parts.stream()
                    .mapToDouble(part -> part.x() - part.reach())
                    .min()
                    .orElse(0));
            int top = (int) Math.floor(parts.stream()
                    .mapToDouble(part -> part.y() - part.reach())
                    .min()
                    .orElse(0));
            int right = (int) Math.ceil(parts.stream()
                    .mapToDouble(part -> part.x() + part.reach())
                    .max()
                    .orElse(0));
            int bottom = (int) Math.ceil(parts.stream()
                    .mapToDouble(part -> part.y() + part.reach())
                    .max()
                    .orElse(0));
            Silhouette empty = new Silhouette(left, top, right - left, bottom - top, new BitSet());
            parts.forEach(empty::add);
            return empty;
        }

        private void add(SceneObject part) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    if (part.coverage(left + x, top + y) > 0) {
                        covered.set(y * width + x);
                    }
                }
            }
        }

        int right() {
            return left + width;
        }

        int bottom() {
            return top + height;
        }

        boolean covers(int x, int y) {
            return covered.get((y - top) * width + x - left);
        }

        /** {@code [left, top, right, bottom]} of what lies in the picture, if anything does. */
        Optional<int[]> boxWithin(int pictureWidth, int pictureHeight) {
            int[] box = {pictureWidth, pictureHeight, 0, 0};
            covered.stream().forEach(pixel -> {
                int x = left + pixel % width;
                int y = top + pixel / width;
                if (x >= 0 && x < pictureWidth && y >= 0 && y < pictureHeight) {
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x + 1);
                    box[3] = Math.max(box[3], y + 1);
                }
            });
            return box[0] < box[2] ? Optional.of(box) : Optional.empty();
        }
    }
}

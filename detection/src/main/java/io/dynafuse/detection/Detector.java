package io.dynafuse.detection;

import io.dynafuse.image.Image;
import java.util.List;

/** Finds objects in images. May be used from one thread at a time. */
public interface Detector extends AutoCloseable {
    /** What it is and how it works, in words for people: file, layout of its output, letterbox, thresholds. */
    String description();

    /** The names of its classes, in its order. */
    List<String> classes();

    /**
     * What it finds, the most confident first.
     *
     * @param image gray or RGB, of any size and depth
     */
    List<Detection> detect(Image image);

    @Override
    void close();
}

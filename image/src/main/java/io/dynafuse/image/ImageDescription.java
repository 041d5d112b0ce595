package io.dynafuse.image;

import java.util.regex.Pattern;

/** The free text about an image in TIFF and Exif data, in which several programs store the shape of their file's content. */
final class ImageDescription {
    /** ImageJ and programs derived from it; present and former versions of tifffile, and other JSON with a shape; OME-XML. */
    private static final Pattern LAYOUT = Pattern.compile(
            "\\A\\s*(ImageJ=|SCIFIO=|shape=\\(|\\{[^{]*\"(shape|axes)\"\\s*:)|<(\\w+:)?OME\\b|<MetaData\\b|<TiffFile\\b");

    private ImageDescription() {}

    /** Whether a text says how many planes of which size and order there are, which is not true of another file's image. */
    static boolean isLayout(String text) {
        return LAYOUT.matcher(text).find();
    }
}

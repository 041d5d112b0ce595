package io.dynafuse.data;

import java.util.List;

/**
 * The objects of an image in the XML files of Pascal VOC (Everingham et al. 2010, doi:10.1007/s11263-009-0275-4), one for each image. Corners are the sides of
 * boxes in pixels from 0, as LabelImg writes them; Pascal VOC itself counts pixels from 1.
 *
 * @param width of the image, in pixels
 * @param height of the image, in pixels
 * @param channels of the image
 * @param objects in it
 */
record VocAnnotation(int width, int height, int channels, List<LabelledObject> objects) {
    String xml() {
        StringBuilder text = new StringBuilder("<annotation>\n");
        text.append("  <size><width>" + width + "</width><height>" + height + "</height><depth>" + channels
                + "</depth></size>\n");
        objects.forEach(object -> text.append(xml(object)));
        return text.append("</annotation>\n").toString();
    }

    private static String xml(LabelledObject object) {
        return "  <object>\n    <name>" + object.label() + "</name>\n    <difficult>" + (object.isDifficult() ? 1 : 0)
                + "</difficult>\n    <bndbox><xmin>" + object.left() + "</xmin><ymin>" + object.top()
                + "</ymin><xmax>" + object.right() + "</xmax><ymax>" + object.bottom()
                + "</ymax></bndbox>\n  </object>\n";
    }
}

package io.dynafuse.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The body of a call with files, written by hand so that it can be wrong. */
final class Form {
    static final String BOUNDARY = "between-the-parts";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A form of images in the part that the contract names. */
    static Form of(byte[]... images) {
        Form form = new Form();
        for (int m = 0; m < images.length; m++) {
            form.file("images", m + ".png", "image/png", images[m]);
        }
        return form;
    }

    Form settings(String json) {
        return part("name=\"settings\"", "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Form field(String field, String value) {
        return part("name=\"" + field + "\"", "text/plain", value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param name of the file, as it stands between the quotes of the header */
    Form file(String field, String name, String type, byte[] content) {
        return part("name=\"" + field + "\"; filename=\"" + name + "\"", type, content);
    }

    /** @param disposition what stands behind {@code form-data;} */
    Form part(String disposition, String type, byte[] content) {
        bytes.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\nContent-Type: "
                        + type + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The form as far as it goes, without its end. */
    byte[] unfinished() {
        return bytes.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(unfinished());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}

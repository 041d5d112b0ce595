package io.dynafuse.web;

import io.dynafuse.files.OneLine;
import io.dynafuse.image.ImageFormat;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/** Receives what clients send, streamed into files of the private folder. */
final class Uploads {
    /** Fields of one call, more than any needs. */
    static final int MOST_PARTS = 40;

    private static final int LONGEST_TEXT = 64_000;

    /** So many calls are received at once; each takes a thread as long as its client needs. */
    private static final int AT_ONCE = 48;

    private final Path folder;
    private final long largest;
    private final Semaphore room = new Semaphore(AT_ONCE);

    Uploads(Path folder, long largest) {
        this.folder = folder;
        this.largest = largest;
    }

    /**
     * What one call sent.
     *
     * @param files by field, in their order
     * @param texts by field
     */
    record Received(Map<String, List<Upload>> files, Map<String, String> texts) {
        List<Upload> of(String field) {
            return files.getOrDefault(field, List.of());
        }

        Optional<String> text(String field) {
            return Optional.ofNullable(texts.get(field));
        }
    }

    /**
     * Reads a body of {@code multipart/form-data}.
     *
     * @param into the folder of the files, which must be empty
     * @throws ProblemException if it is too large, no such body, or holds anything else
     */
    Received receive(HttpServletRequest request, Path into, Set<String> files, Set<String> texts) throws IOException {
        requireType(request, "multipart/form-data");
        requireLength(request, largest);
        if (!room.tryAcquire()) {
            throw ProblemException.of(429, "too many images are being received; try again");
        }
        try {
            // The container removes what is left in its folder.
            request.setAttribute(
                    "org.eclipse.jetty.multipartConfig",
                    new MultipartConfigElement(folder.toString(), largest, largest, LONGEST_TEXT));
            return received(request.getParts(), into, files, texts);
        } catch (IOException | ServletException | IllegalStateException e) {
            throw Storage.isFull(e) ? Storage.full() : problem(e);
        } finally {
            room.release();
        }
    }

    /**
     * Reads a short body of JSON.
     *
     * @throws ProblemException if it is too large or not JSON by its type
     */
    static byte[] json(HttpServletRequest request) throws IOException {
        requireType(request, "application/json");
        requireLength(request, LONGEST_TEXT);
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(LONGEST_TEXT + 1);
        } catch (IOException e) {
            throw problem(e);
        }
        if (body.length > LONGEST_TEXT) {
            throw tooLarge(LONGEST_TEXT);
        }
        return body;
    }

    /**
     * Takes the rest of a body that is not wanted, if it is not too large: a client that is still sending would find its connection closed and never see the
     * answer.
     *
     * @param known whether the client may call at all; of others, little is taken
     */
    void drop(HttpServletRequest request, boolean known) {
        long most = known ? largest : LONGEST_TEXT;
        // A client that asks before it sends does not send then.
        if (request.getContentLengthLong() > most || request.getHeader("Expect") != null || !room.tryAcquire()) {
            return;
        }
        try (InputStream in = request.getInputStream()) {
            in.skip(most);
        } catch (IOException | IllegalStateException e) {
            // It is gone, or has been read otherwise.
            return;
        } finally {
            room.release();
        }
    }

    static boolean isJson(HttpServletRequest request) {
        return type(request).equals("application/json");
    }

    private static String type(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    }

    private static void requireType(HttpServletRequest request, String expected) {
        if (!type(request).equals(expected)) {
            throw ProblemException.of(
                    415,
                    "expected a body of " + expected + ", found "
                            + OneLine.brief(type(request).isEmpty() ? "none" : type(request)));
        }
    }

    /** Before anything is read. */
    private static void requireLength(HttpServletRequest request, long most) {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
    }

    private static ProblemException tooLarge(long most) {
        return ProblemException.of(413, "expected at most " + most + " bytes");
    }

    private Received received(Iterable<Part> parts, Path into, Set<String> files, Set<String> texts)
            throws IOException {
        Map<String, List<Upload>> images = new HashMap<>();
        Map<String, String> words = new HashMap<>();
        for (Part part : parts) {
            if (files.contains(part.getName())) {
                List<Upload> field = images.computeIfAbsent(part.getName(), name -> new ArrayList<>());
                field.add(file(part, into, part.getName() + "-" + (field.size() + 1), "image " + (field.size() + 1)));
            } else if (texts.contains(part.getName())) {
                if (words.put(part.getName(), text(part)) != null) {
                    throw ProblemException.of(400, part.getName() + ": expected once, found several times");
                }
            } else {
                throw ProblemException.of(
                        400,
                        "expected the fields " + String.join(", ", files)
                                + (texts.isEmpty() ? "" : " and " + String.join(", ", texts)) + ", found "
                                + OneLine.brief(String.valueOf(part.getName())));
            }
        }
        return new Received(images, words);
    }

    private static Upload file(Part part, Path into, String fileName, String otherwise) throws IOException {
        String declared =
                part.getContentType() == null ? "" : part.getContentType().toLowerCase(Locale.ROOT);
        if (!declared.isEmpty() && !declared.startsWith("image/") && !declared.startsWith("application/octet-stream")) {
            throw ProblemException.of(
                    415, otherwise + ": expected the type of an image, found " + OneLine.brief(declared));
        }
        Path file = into.resolve(fileName);
        part.write(file.toString());
        String submitted = part.getSubmittedFileName();
        Upload upload = Upload.of(submitted == null ? "" : submitted, otherwise, file);
        requireImage(upload);
        return upload;
    }

    private static void requireImage(Upload upload) throws IOException {
        try (InputStream in = Files.newInputStream(upload.file())) {
            if (ImageFormat.ofContent(in.readNBytes(8)).isEmpty()) {
                throw ProblemException.of(
                        415,
                        upload.name()
                                + ": is no image that can be read; expected PNG, JPEG, TIFF, BMP, PGM, PPM or PFM");
            }
        }
    }

    private static String text(Part part) throws IOException {
        if (part.getSize() > LONGEST_TEXT) {
            throw ProblemException.of(413, part.getName() + ": expected at most " + LONGEST_TEXT + " bytes");
        }
        try (InputStream in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The container says in words only what was wrong with a body. */
    private static ProblemException problem(Exception failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof TimeoutException) {
            return ProblemException.of(408, "the body did not arrive in time");
        }
        String words = OneLine.of(cause);
        return words.contains("max length") || words.contains("exceeds") || words.contains("size")
                ? ProblemException.of(413, "the body is too large")
                : ProblemException.of(400, "the body is no whole multipart/form-data: " + words);
    }
}

package io.dynafuse.cli;

import io.dynafuse.library.CheckpointLibrary;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts the service at a port that is free, calls it as its page does, and ends it. */
final class ServiceTrial {
    private static final String BOUNDARY = "-----image";
    private static final int PATIENCE = 600;

    private final Path folder;
    private final PrintWriter error;

    /** @param folder for temporary files of the service */
    ServiceTrial(Path folder, PrintWriter error) {
        this.folder = folder;
        this.error = error;
    }

    /** Has images fused; returns whether everything was answered. */
    boolean fuses(List<Path> images) {
        try (PipedReader output = new PipedReader();
                PipedWriter address = new PipedWriter(output)) {
            Thread service = new Thread(() -> Dynafuse.execute(
                    CheckpointLibrary.ofUser(),
                    address,
                    error,
                    "serve",
                    "--port",
                    "0",
                    "--temporary",
                    folder.toString()));
            service.start();
            try {
                return answers(URI.create(new BufferedReader(output).readLine()), images);
            } finally {
                service.interrupt();
                service.join();
            }
        } catch (IOException e) {
            error.println(e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean answers(URI address, List<Path> images) throws IOException, InterruptedException {
        return isDone(get(address, "/"))
                && isReady(address)
                && isDone(get(address, "/api/v1/networks"))
                && isDone(get(address, "/api/v1/examples"))
                && isDone(post(address, "/api/v1/tasks/guess", images))
                && isDone(post(address, "/api/v1/fusions", images))
                && isDone(get(address, "/metrics"));
    }

    private static boolean isReady(URI address) throws IOException, InterruptedException {
        for (int tries = 0; tries < PATIENCE; tries++) {
            if (isDone(get(address, "/health/ready"))) {
                return true;
            }
            Thread.sleep(100);
        }
        return false;
    }

    private static boolean isDone(HttpURLConnection call) throws IOException {
        if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
            return false;
        }
        try (InputStream answer = call.getInputStream()) {
            answer.transferTo(OutputStream.nullOutputStream());
        }
        return true;
    }

    private static HttpURLConnection get(URI address, String path) throws IOException {
        return (HttpURLConnection) address.resolve(path).toURL().openConnection();
    }

    private static HttpURLConnection post(URI address, String path, List<Path> images) throws IOException {
        HttpURLConnection call = get(address, path);
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Path image : images) {
            write(
                    body,
                    "--" + BOUNDARY
                            + "\r\nContent-Type: image/png\r\nContent-Disposition: form-data; name=\"images\"; filename=\""
                            + image.getFileName() + "\"\r\n\r\n");
            body.write(Files.readAllBytes(image));
            write(body, "\r\n");
        }
        write(body, "--" + BOUNDARY + "--\r\n");
        call.getOutputStream().write(body.toByteArray());
        return call;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}

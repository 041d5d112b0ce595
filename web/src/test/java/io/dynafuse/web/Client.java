package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Calls a service as programs do, and holds every answer to the contract. */
final class Client {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI service;
    private final Contract contract;
    private final List<String> headers;

    /** @param headers that every call has: names and values in turns */
    Client(URI service, Contract contract, String... headers) {
        this.service = service;
        this.contract = contract;
        this.headers = List.of(headers);
    }

    /** The same client with more headers, or with others. */
    Client with(String... more) {
        return new Client(
                service,
                contract,
                Stream.concat(headers.stream(), Stream.of(more)).toArray(String[]::new));
    }

    Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, Form form) {
        return post(path, Form.TYPE, form.bytes());
    }

    Answer postJson(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String type, byte[] body) {
        return with("Content-Type", type).send("POST", path, BodyPublishers.ofByteArray(body));
    }

    Answer send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE).method(method, body);
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            Answer answer = new Answer(response.statusCode(), response.headers().map(), response.body());
            contract.hold(method, path, answer);
            return answer;
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The address of a fusion that is not waited for. */
    String begin(Form form) {
        Answer answer = with("Prefer", "respond-async").post("/api/v1/fusions", form);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer.header("location").orElseThrow();
    }

    /** Waits until a fusion has ended, and returns the last that is said of it. */
    Answer end(String address) {
        List<String> events = new ArrayList<>(get(address + "/events")
                .text()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .toList());
        assertThat(events).isNotEmpty();
        return get(address);
    }

    /** Whether it still does what it is for. */
    void requireAlive() {
        Answer answer = post("/api/v1/fusions", Form.of(Samples.png(16, 12), Samples.png(16, 12)));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("image/png");
    }
}

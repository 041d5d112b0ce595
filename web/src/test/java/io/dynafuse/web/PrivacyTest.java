package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the service keeps of its clients, for how long, and what it tells of them. */
class PrivacyTest {
    private static final byte[] IMAGE = Samples.png(16, 12);

    private static Form secret() {
        return new Form()
                .file("images", "holiday-of-mister-x.png", "image/png", IMAGE)
                .file("images", "passport-of-mister-x.png", "image/png", IMAGE)
                .settings("{\"weights\":true}");
    }

    @Test
    void theLogHoldsNeitherNamesNorAddresses() throws IOException {
        try (TestService service = TestService.start(TestService.Limits::withToken)) {
            Client client = service.clientWithToken();
            String address = client.begin(secret());
            String scene = client.end(address).value("scene");
            client.get(address + "/image");
            client.get(address + "/weights/1?coloured=true");
            client.get("/api/v1/scenes/" + scene + "/sources/1?side=8");
            client.get("/holiday-of-mister-x.png?passport-of-mister-x");
            client.post(
                    "/api/v1/fusions",
                    new Form()
                            .file("images", "holiday-of-mister-x.png", "image/png", IMAGE)
                            .file("images", "passport-of-mister-x.png", "image/png", new byte[0]));
            client.postJson("/api/v1/fusions", "{\"scene\":\"" + scene + "\",\"settings\":{\"task\":\"mister-x\"}}");
            String id = address.replaceAll(".*/", "");
            assertThat(service.log())
                    .contains("/api/v1/fusions")
                    .contains("202")
                    .contains("415");
            assertThat(service.log())
                    .doesNotContain("mister-x")
                    .doesNotContain(id)
                    .doesNotContain(scene)
                    .doesNotContain(TestService.TOKEN);
            assertThat(client.get("/metrics").text())
                    .doesNotContain("mister-x")
                    .doesNotContain(id)
                    .doesNotContain(scene);
        }
    }

    /** What a client sends must not be able to write lines of its own there. */
    @Test
    void theLogHasOneLineForEachCall() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            client.get("/health/live");
            long before = service.log().lines().count();
            client.get("/%0aGET%20/forged%20200%0d%0a");
            client.get("/a?b=%0aforged");
            client.with("User-Agent", "forged\tagent").get("/unknown");
            assertThat(service.log().lines().count()).isBetween(before, before + 3);
            assertThat(service.log()).doesNotContain("forged");
        }
    }

    @Test
    void addressesCannotBeGuessed() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                Answer scene = service.client().post("/api/v1/tasks/guess", Form.of(IMAGE, IMAGE));
                service.contract().requireSchema("id", "Id", scene.json().get("id"));
                ids.add(scene.value("id"));
            }
            assertThat(ids).hasSize(20);
            // 22 characters of 64: at 20 ids, all of the alphabet is as good as sure to have come if they are random.
            assertThat(String.join("", ids).chars().distinct().count()).isGreaterThan(55);
        }
    }

    @Test
    void whatIsDeletedIsGone() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            client.requireAlive();
            List<Path> before = service.leftOvers();
            String address = client.begin(secret());
            String scene = client.end(address).value("scene");
            assertThat(client.get(address + "/image").status()).isEqualTo(200);
            assertThat(client.delete(address).status()).isEqualTo(204);
            for (String rest : List.of("", "/image", "/view", "/weights/1", "/report", "/events")) {
                assertThat(client.get(address + rest).status()).as(rest).isEqualTo(404);
            }
            assertThat(client.delete(address).status()).isEqualTo(404);
            assertThat(client.get("/api/v1/scenes/" + scene).status()).isEqualTo(404);
            assertThat(service.leftOvers()).isEqualTo(before);
        }
    }

    /** As where a scene is deleted between the call and the reading of its images. */
    @Test
    void imagesThatWentMeanwhileAreNotFoundAnyMore() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            String scene =
                    client.post("/api/v1/tasks/guess", Form.of(IMAGE, IMAGE)).value("id");
            for (Path folder : service.leftOvers()) {
                if (folder.getFileName().toString().startsWith("scene-")) {
                    PrivateFolder.remove(folder);
                }
            }
            assertThat(client.get("/api/v1/scenes/" + scene + "/sources/1?side=64")
                            .status())
                    .isEqualTo(404);
            assertThat(client.get("/api/v1/scenes/" + scene + "/sources/1").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aSceneIsDeletedWithItsFusions() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            List<Path> before = service.leftOvers();
            String scene =
                    client.post("/api/v1/tasks/guess", Form.of(IMAGE, IMAGE)).value("id");
            Answer fusion =
                    client.with("Prefer", "respond-async").postJson("/api/v1/fusions", "{\"scene\":\"" + scene + "\"}");
            String address = fusion.header("location").orElseThrow();
            client.end(address);
            assertThat(client.delete("/api/v1/scenes/" + scene).status()).isEqualTo(204);
            assertThat(client.get(address).status()).isEqualTo(404);
            assertThat(client.get("/api/v1/scenes/" + scene + "/sources/1").status())
                    .isEqualTo(404);
            assertThat(service.leftOvers()).isEqualTo(before);
        }
    }

    /** A scene that was asked for by itself outlives a fusion of it that is deleted. */
    @Test
    void imagesStayWhileAnotherFusionUsesThem() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            String first = client.begin(secret());
            String scene = client.end(first).value("scene");
            String second = client.with("Prefer", "respond-async")
                    .postJson("/api/v1/fusions", "{\"scene\":\"" + scene + "\",\"settings\":{\"static\":true}}")
                    .header("location")
                    .orElseThrow();
            client.end(second);
            assertThat(client.delete(first).status()).isEqualTo(204);
            assertThat(client.get("/api/v1/scenes/" + scene).status()).isEqualTo(200);
            assertThat(client.get(second + "/image").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsKeptForItsTimeIsGoneThen() throws Exception {
        try (TestService service = TestService.start(limits -> limits.withKept(Duration.ofSeconds(2)))) {
            Client client = service.client();
            client.requireAlive();
            String address = client.begin(secret());
            Answer fusion = client.end(address);
            Instant until = Instant.parse(fusion.value("expires"));
            assertThat(until).isBefore(Instant.now().plusSeconds(3));
            waitFor(client, address);
            waitFor(client, "/api/v1/scenes/" + fusion.value("scene"));
            assertThat(client.get(address + "/image").status()).isEqualTo(404);
            for (int i = 0; i < 50 && images(service) > 0; i++) {
                Thread.sleep(100);
            }
            assertThat(images(service)).isZero();
        }
    }

    private static void waitFor(Client client, String address) throws InterruptedException {
        for (int i = 0; i < 100 && client.get(address).status() != 404; i++) {
            Thread.sleep(100);
        }
        assertThat(client.get(address).status()).isEqualTo(404);
    }

    private static long images(TestService service) throws IOException {
        return service.leftOvers().stream()
                .filter(Files::isRegularFile)
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .count();
    }

    @Test
    void nobodyElseMayReadTheFolder() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            service.client().requireAlive();
            List<Path> folders = service.leftOvers().stream()
                    .filter(path -> path.getParent().equals(service.temporary()))
                    .toList();
            assertThat(folders).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folders.get(0))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theFolderGoesWithTheService() throws IOException {
        // Closing fails if anything is left.
        try (TestService service = TestService.start(limits -> limits)) {
            service.client().end(service.client().begin(secret()));
            assertThat(images(service)).isPositive();
        }
    }

    /** Two services of one machine do not take each other's folder for a left-over. */
    @Test
    void aSecondServiceLeavesTheFolderOfTheFirstAlone() throws IOException {
        try (TestService first = TestService.start(limits -> limits)) {
            String address = first.client().begin(secret());
            first.client().end(address);
            ServiceSettings same = TestService.Limits.SMALL.in(first.temporary());
            try (Service second = TestService.serve(same)) {
                assertThat(second.port()).isNotEqualTo(first.port());
                assertThat(first.client().get(address + "/image").status()).isEqualTo(200);
            }
            assertThat(first.client().get(address + "/image").status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsAnsweredIsNotKeptByOthers() throws IOException {
        try (TestService service = TestService.start(limits -> limits)) {
            Client client = service.client();
            String address = client.begin(secret());
            client.end(address);
            for (String path : List.of(address, address + "/image", address + "/weights/1")) {
                assertThat(client.get(path).header("cache-control").orElse(""))
                        .as(path)
                        .contains("no-store");
            }
        }
    }
}

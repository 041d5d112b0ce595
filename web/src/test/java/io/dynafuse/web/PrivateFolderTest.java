package io.dynafuse.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    /** Images are deleted while a fusion of them writes its results. */
    @RepeatedTest(20)
    void aFolderGoesWhileSomebodyWritesThere(@TempDir Path folder) throws Exception {
        Path scene = Files.createDirectory(folder.resolve("scene"));
        CountDownLatch begun = new CountDownLatch(5);
        Thread writer = new Thread(() -> {
            try {
                for (int i = 0; i < 100_000; i++) {
                    Files.writeString(scene.resolve("file-" + i), "content");
                    begun.countDown();
                }
            } catch (IOException e) {
                // The folder is gone.
                return;
            }
        });
        writer.start();
        begun.await();
        PrivateFolder.remove(scene);
        assertThat(scene).doesNotExist();
        writer.join();
    }
}

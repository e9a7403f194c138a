package dev.cairn.spring;

import dev.cairn.upgrade.Progress;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Blocks the first migration until the test releases it. */
record HeldMigration(CountDownLatch release) implements Consumer<Progress> {
    @Override
    public void accept(Progress progress) {
        try {
            release.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}

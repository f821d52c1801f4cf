package dev.orderly.embedded;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server again when it has died, with growing pauses while that fails; a daemon thread, so it holds nobody up. */
final class Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final long LOOK_MS = 200;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final String what;
    private final BooleanSupplier alive;
    private final Runnable start;
    private @Nullable Watch watch;

    Supervisor(String what, BooleanSupplier alive, Runnable start) {
        this.what = what;
        this.alive = alive;
        this.start = start;
    }

    synchronized void watch() {
        if (watch == null) {
            watch = new Watch();
            watch.start();
        }
    }

    /** Returns when a restart that was under way has ended and no other will come. */
    synchronized void rest() {
        if (watch != null) {
            watch.end();
            watch = null;
        }
    }

    /** The thread of one watch, from start to rest. */
    private final class Watch extends Thread {

        private final CountDownLatch resting = new CountDownLatch(1);
        private long pauseMs = LOOK_MS;

        Watch() {
            super(what + "-supervisor");
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                while (!resting.await(pauseMs, TimeUnit.MILLISECONDS)) {
                    look();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        void end() {
            resting.countDown();
            try {
                join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }

        private void look() {
            if (alive.getAsBoolean()) {
                pauseMs = LOOK_MS;
                return;
            }
            LOG.warn("{} has ended unexpectedly, starting it again", what);
            try {
                start.run();
                LOG.info("{} is back", what);
            } catch (RuntimeException failure) {
                pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
                LOG.warn("{} does not start yet, next attempt in {} ms: {}", what, pauseMs, failure.getMessage());
            }
        }
    }
}

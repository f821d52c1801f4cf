package dev.orderly.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link TcpProxy}, over all its connections. */
public final class Lane {

    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    private final Set<Socket> receivers = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Duration delay = Duration.ZERO;
    private volatile Duration jitter = Duration.ZERO;
    private volatile boolean silent;
    private volatile @Nullable Trap trap;

    Lane() {}

    /** Each piece is under way for so long, more or less by the jitter; the order stays. */
    public void delay(Duration time, Duration moreOrLess) {
        delay = time;
        jitter = moreOrLess;
    }

    /** What is said does not arrive, and nobody is told; healed, it arrives late, as by TCP's retransmission. */
    public void blackHole() {
        silent = true;
    }

    /** Tells the receivers that no more will come (FIN); what they say still goes back. */
    public void halfClose() {
        receivers.forEach(Lane::endOutput);
    }

    /** The connection that carries the n-th byte from now on is cut right behind it. */
    public void cutAfter(long count, Cut how) {
        trap = new Trap(new byte[0], count, true, how);
    }

    /** The connection on which this text ends for the n-th time from now on is cut right behind it: the receiver gets it. */
    public void cutAfter(byte[] text, int nth, Cut how) {
        trap = new Trap(text, nth, true, how);
    }

    /** The same, but the last byte of the text is not delivered: the sender has said it, the receiver does not learn it. */
    public void cutBefore(byte[] text, int nth, Cut how) {
        trap = new Trap(text, nth, false, how);
    }

    /** How many connections were cut by what was set here. */
    public int cuts() {
        return cuts.get();
    }

    /** How many bytes have come. */
    public long bytes() {
        return bytes.get();
    }

    /** The text in the bytes of a protocol that writes ASCII. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void heal() {
        delay = Duration.ZERO;
        jitter = Duration.ZERO;
        silent = false;
        trap = null;
    }

    Passage passage(Socket receiver) {
        receivers.add(receiver);
        return new Passage(receiver);
    }

    static void endOutput(Socket receiver) {
        try {
            if (!receiver.isOutputShutdown()) {
                receiver.shutdownOutput();
            }
        } catch (IOException gone) {
            // It has ended by itself.
        }
    }

    private void travel() {
        long nanos = delay.toNanos();
        long spread = jitter.toNanos();
        if (spread > 0) {
            nanos += ThreadLocalRandom.current().nextLong(-spread, spread + 1);
        }
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void waitWhileSilent(Socket receiver) {
        while (silent && !receiver.isClosed()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** What is looked for, over all connections; strikes once. */
    private static final class Trap {

        private final byte[] text;
        private final boolean delivered;
        private final Cut how;
        private final AtomicLong left;

        Trap(byte[] text, long left, boolean delivered, Cut how) {
            this.text = text;
            this.delivered = delivered;
            this.how = how;
            this.left = new AtomicLong(left);
        }

        boolean countsBytes() {
            return text.length == 0;
        }
    }

    /** This direction of one connection: knows how far the text that is looked for has been seen. */
    final class Passage {

        private final Socket receiver;
        private @Nullable Trap lookedFor;
        private int matched;
        private Cut how = Cut.RESET;

        Passage(Socket receiver) {
            this.receiver = receiver;
        }

        /** Passes a piece on; answers whether the connection is to be cut now. */
        boolean pass(byte[] chunk, int length, OutputStream out) throws IOException {
            travel();
            waitWhileSilent(receiver);
            bytes.addAndGet(length);
            Trap set = trap;
            int cutAt = set == null ? -1 : sprung(set, chunk, length);
            if (!receiver.isOutputShutdown()) {
                out.write(chunk, 0, cutAt < 0 ? length : cutAt);
            }
            return cutAt >= 0;
        }

        Cut how() {
            return how;
        }

        void atEnd() {
            receivers.remove(receiver);
        }

        /** How much of the piece still passes when the trap springs in it; -1 when it does not. */
        private int sprung(Trap set, byte[] chunk, int length) {
            matched = set.equals(lookedFor) ? matched : 0;
            lookedFor = set;
            for (int i = 0; i < length; i++) {
                if ((set.countsBytes() || endsAt(set.text, chunk[i])) && set.left.decrementAndGet() == 0) {
                    how = set.how;
                    cuts.incrementAndGet();
                    trap = null;
                    return set.delivered ? i + 1 : i;
                }
            }
            return -1;
        }

        private boolean endsAt(byte[] text, byte next) {
            if (next != text[matched]) {
                matched = next == text[0] ? 1 : 0;
                return false;
            }
            matched++;
            if (matched < text.length) {
                return false;
            }
            matched = 0;
            return true;
        }
    }
}

package dev.orderly.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client and the server behind the {@link TcpProxy}; each direction is carried by a thread of its own. */
final class ProxiedConnection {

    private static final int CHUNK = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Consumer<ProxiedConnection> gone;
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicInteger openLanes = new AtomicInteger(2);

    ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> gone) throws IOException {
        this.client = client;
        this.server = server;
        this.gone = gone;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start(Lane toServer, Lane toClient) {
        run("up", () -> carry(client, server, toServer));
        run("down", () -> carry(server, client, toClient));
    }

    /** The first word counts: whoever was reading meets the end as a failure, and would reset what is being closed. */
    void cut(Cut how) {
        if (cut.compareAndSet(false, true)) {
            how.end(client);
            how.end(server);
            gone.accept(this);
        }
    }

    private static void run(String direction, Runnable work) {
        Thread thread = new Thread(work, "proxied-" + direction);
        thread.setDaemon(true);
        thread.start();
    }

    private void carry(Socket from, Socket to, Lane lane) {
        Lane.Passage passage = lane.passage(to);
        try {
            if (flow(from.getInputStream(), to.getOutputStream(), passage)) {
                cut(passage.how());
            } else {
                Lane.endOutput(to);
                laneEnded();
            }
        } catch (IOException lost) {
            cut(Cut.RESET);
        } finally {
            passage.atEnd();
        }
    }

    /** Until the sender has no more to say, or the connection is to be cut: then it is true. */
    private static boolean flow(InputStream in, OutputStream out, Lane.Passage passage) throws IOException {
        byte[] chunk = new byte[CHUNK];
        boolean isCut = false;
        for (int length = in.read(chunk); length >= 0 && !isCut; length = isCut ? 0 : in.read(chunk)) {
            isCut = passage.pass(chunk, length, out);
        }
        return isCut;
    }

    /** A half-closed connection still carries the other direction. */
    private void laneEnded() {
        if (openLanes.decrementAndGet() == 0) {
            cut(Cut.CLOSE);
        }
    }
}

package dev.orderly.messaging;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The network between us and the broker, in a test's hands. */
final class Wire implements AutoCloseable {

    private final NetServer server;
    private final NetClient client;
    private final URI broker;
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;

    Wire(Vertx vertx, URI broker) {
        this.broker = broker;
        this.client = vertx.createNetClient();
        this.server = Await.result(
                vertx.createNetServer().connectHandler(this::connect).listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    /** How many connections were opened so far. */
    int opened() {
        return lines.size();
    }

    /** How many of them are open now. */
    long open() {
        return lines.stream().filter(line -> !line.closed).count();
    }

    /** From now on nothing passes, on old connections and new ones; none of them is closed. */
    void freeze() {
        frozen = true;
    }

    /** New connections work again; what the old ones have swallowed is lost. */
    void thaw() {
        frozen = false;
        lines.forEach(line -> line.dead = true);
    }

    /** The connections of now still carry what is said to the broker, but none of its answers. */
    void swallowAnswers() {
        lines.forEach(line -> line.dumb = true);
    }

    /** Closes every connection. */
    void cut() {
        lines.forEach(Line::cut);
    }

    @Override
    public void close() {
        cut();
        Await.done(server.close());
        Await.done(client.close());
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(broker.getPort(), broker.getHost())
                .onComplete(far -> lines.add(new Line(near, far)), no -> near.close());
    }

    private final class Line {
        private final NetSocket near;
        private final NetSocket far;
        private volatile boolean dumb;
        private volatile boolean dead;
        private volatile boolean closed;

        Line(NetSocket near, NetSocket far) {
            this.near = near;
            this.far = far;
            near.handler(said -> {
                if (!frozen && !dead) {
                    far.write(said);
                }
            });
            far.handler(answer -> {
                if (!frozen && !dead && !dumb) {
                    near.write(answer);
                }
            });
            near.closeHandler(gone -> {
                closed = true;
                far.close();
            });
            far.closeHandler(gone -> near.close());
            near.exceptionHandler(lost -> near.close());
            far.exceptionHandler(lost -> far.close());
            near.resume();
        }

        void cut() {
            near.close();
            far.close();
        }
    }
}

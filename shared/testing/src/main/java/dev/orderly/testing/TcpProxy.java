package dev.orderly.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire between a client and a server, which a test can slow down, silence and cut, in each direction by itself. What is set holds for
 * the connections that are open and for those to come, until {@link #heal}.
 */
public final class TcpProxy implements AutoCloseable {

    private final String host;
    private final int port;
    private final ServerSocket door;
    private final Lane toServer = new Lane();
    private final Lane toClient = new Lane();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean refusing;

    private TcpProxy(String host, int port, ServerSocket door) {
        this.host = host;
        this.port = port;
        this.door = door;
    }

    /** A wire to this server, on a free port of 127.0.0.1. */
    public static TcpProxy to(String host, int port) {
        try {
            TcpProxy proxy = new TcpProxy(host, port, new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            proxy.start();
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where clients connect. */
    public int port() {
        return door.getLocalPort();
    }

    /** What clients say. */
    public Lane toServer() {
        return toServer;
    }

    /** What the server answers. */
    public Lane toClient() {
        return toClient;
    }

    /** How many connections are open. */
    public int connections() {
        return open.size();
    }

    /** How many connections there have been. */
    public int accepted() {
        return accepted.get();
    }

    /** Cuts every connection that is open. */
    public void cut(Cut how) {
        open.forEach(connection -> connection.cut(how));
    }

    /** New connections are cut at once, until {@link #heal}. */
    public void refuse() {
        refusing = true;
    }

    /** From now on all passes as if nobody stood between; connections that were cut stay so. */
    public void heal() {
        refusing = false;
        toServer.heal();
        toClient.heal();
    }

    /** Ends all connections and takes no more. */
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        heal();
        cut(Cut.RESET);
    }

    private void start() {
        Thread thread = new Thread(this::accept, "proxy-" + door.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException closed) {
                // Either the door is closed and the loop ends, or one client has gone before it was served.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        accepted.incrementAndGet();
        if (refusing) {
            Cut.RESET.end(client);
            return;
        }
        try {
            Socket server = new Socket(host, port);
            ProxiedConnection connection = new ProxiedConnection(client, server, open::remove);
            open.add(connection);
            connection.start(toServer, toClient);
        } catch (IOException noServer) {
            Cut.RESET.end(client);
        }
    }
}

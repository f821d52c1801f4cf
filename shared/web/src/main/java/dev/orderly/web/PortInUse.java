package dev.orderly.web;

/** Somebody else listens on the port already. */
public final class PortInUse extends RuntimeException {

    private final int port;

    PortInUse(String host, int port, Throwable cause) {
        super("port " + port + " on " + host + " is in use", cause);
        this.port = port;
    }

    /** The port that was wanted. */
    public int port() {
        return port;
    }
}

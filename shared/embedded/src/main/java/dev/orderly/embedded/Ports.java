package dev.orderly.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback ports for the backends. */
final class Ports {

    private Ports() {}

    /** The port wanted, when it is free; any free one for 0. */
    static int claim(int wanted, String who) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), wanted));
            return probe.getLocalPort();
        } catch (IOException taken) {
            throw new StartRefused("Port " + wanted + " for " + who + " is in use.", taken);
        }
    }
}

package dev.orderly.testing;

import java.io.IOException;
import java.net.Socket;

/** How a connection ends. */
public enum Cut {
    /** By RST: the other side gets an error, and may lose what it had not read yet. */
    RESET,
    /** By FIN: an orderly goodbye. */
    CLOSE;

    /** Ends the socket; one that has gone already is no failure. */
    void end(Socket socket) {
        try {
            if (this == RESET) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException gone) {
            // It has ended by itself.
        }
    }
}

package dev.orderly.testing;

import static dev.orderly.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

    private ServerSocket door;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to("127.0.0.1", door.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = door.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
        proxy.close();
        door.close();
    }

    @Test
    void carriesBothDirectionsUnchanged() throws IOException {
        say(client, "question");
        say(server, "answer");

        assertThat(heard(server, 8)).isEqualTo("question");
        assertThat(heard(client, 6)).isEqualTo("answer");
        assertThat(proxy.toServer().bytes()).isEqualTo(8);
    }

    @Test
    void holdsBackOneDirectionUntilItIsHealed() throws IOException {
        proxy.toServer().blackHole();
        say(client, "lost?");
        say(server, "other way");

        assertThat(heard(client, 9)).isEqualTo("other way");
        server.setSoTimeout(50);
        assertThatThrownBy(() -> heard(server, 1)).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        server.setSoTimeout(0);
        assertThat(heard(server, 5)).isEqualTo("lost?");
    }

    @Test
    void delaysEachPieceByAtLeastTheDelayWithoutItsJitter() throws IOException {
        proxy.toServer().delay(Duration.ofMillis(60), Duration.ofMillis(20));
        long begun = System.nanoTime();
        say(client, "slow");

        assertThat(heard(server, 4)).isEqualTo("slow");
        assertThat(System.nanoTime() - begun)
                .isGreaterThanOrEqualTo(Duration.ofMillis(40).toNanos());
    }

    @Test
    void resetsWhatIsOpen() throws IOException {
        say(client, "x");
        assertThat(heard(server, 1)).isEqualTo("x");
        proxy.cut(Cut.RESET);

        assertThatThrownBy(() -> heard(client, 1)).isInstanceOf(SocketException.class);
        eventually(() -> assertThat(proxy.connections()).isZero());
    }

    @Test
    void endsOrderlyWhatIsOpen() throws IOException {
        say(client, "x");
        assertThat(heard(server, 1)).isEqualTo("x");
        proxy.cut(Cut.CLOSE);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void leavesTheOtherDirectionOpenWhenOneIsClosed() throws IOException {
        say(server, "a");
        assertThat(heard(client, 1)).isEqualTo("a");
        proxy.toClient().halfClose();
        say(client, "still here");

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(heard(server, 10)).isEqualTo("still here");
    }

    @Test
    void cutsBehindTheNthByte() throws IOException {
        proxy.toServer().cutAfter(4, Cut.CLOSE);
        say(client, "whole frame");

        assertThat(heard(server, 4)).isEqualTo("whol");
        assertThat(server.getInputStream().read()).isEqualTo(-1);
        assertThat(proxy.toServer().cuts()).isEqualTo(1);
    }

    @Test
    void cutsBehindTheNthOccurrenceAlsoWhenItComesInPieces() throws IOException {
        proxy.toClient().cutAfter(Lane.ascii("COMMIT"), 2, Cut.CLOSE);
        say(server, "COMMIT COM");
        assertThat(heard(client, 10)).isEqualTo("COMMIT COM");
        say(server, "MIT and more");

        assertThat(heard(client, 3)).isEqualTo("MIT");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutsBeforeTheReceiverHasHeardTheWholeText() throws IOException {
        proxy.toClient().cutBefore(Lane.ascii("COMMIT"), 1, Cut.CLOSE);
        say(server, "INSERT COMMIT");

        assertThat(heard(client, 12)).isEqualTo("INSERT COMMI");
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void refusesNewConnectionsUntilItIsHealed() throws IOException {
        proxy.refuse();
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> heard(refused, 1)).isInstanceOf(IOException.class);
        }
        proxy.heal();
        try (Socket welcome = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket next = door.accept()) {
            say(welcome, "hello");
            assertThat(heard(next, 5)).isEqualTo("hello");
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(Lane.ascii(text));
    }

    /** So many bytes, as text; an end or a cut before that is an {@link IOException}. */
    private static String heard(Socket socket, int length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("ended after " + bytes.length);
        }
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}

package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** S39: many clients that send half a request and stay. */
@Timeout(60)
class SlowClientsTest {

    private static final int CLIENTS = 300;
    private static final String HEAD = "POST /books HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static final List<String> HALVES = List.of(
            "",
            "POST /boo",
            HEAD,
            HEAD + "Content-Length: 10\r\n\r\n",
            HEAD + "Content-Length: 10\r\n\r\n{",
            HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n{");

    /** Long enough for all of them to be there at once. */
    private static final HttpSettings BRISK = new HttpSettings(
            "127.0.0.1",
            0,
            1_024,
            1_000,
            1_000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));

    private static Future<Reply> ok(Request request) {
        return Future.succeededFuture(Reply.ok("ok"));
    }

    @Test
    void s39EndsThreeHundredHalfSentRequestsWhileOthersAreServed() throws Exception {
        try (Library library = Library.open(BRISK, Library.operations(SlowClientsTest::ok, SlowClientsTest::ok))) {
            List<Socket> slow = halfSent(library);

            do {
                assertThat(library.get("/books").statusCode()).isEqualTo(200);
            } while (library.connections() > 1);

            for (Socket socket : slow) {
                assertThat(Library.untilClosed(socket)).doesNotContain("HTTP/1.1 200");
                socket.close();
            }
        }
    }

    @Test
    void s39LeavesThemFifteenSecondsAtMost() {
        HttpSettings usual = Library.SETTINGS;

        assertThat(List.of(usual.headerTimeout(), usual.bodyTimeout(), usual.requestTimeout()))
                .allSatisfy(deadline -> assertThat(deadline).isLessThanOrEqualTo(Duration.ofSeconds(15)));
        assertThat(usual.headerTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(usual.bodyTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    private static List<Socket> halfSent(Library library) throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            slow.add(library.raw(HALVES.get(i % HALVES.size())));
        }
        return slow;
    }
}

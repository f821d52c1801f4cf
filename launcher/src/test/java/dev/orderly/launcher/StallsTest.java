package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Warnings of a machine that stood still are left out, and no others. */
class StallsTest {

    @Test
    void leavesOutWhatAStallAloneSays() {
        String printed = """
                Orderly is ready
                12:00:00.001 WARN  BlockedThreadChecker: Thread Thread[vert.x-eventloop-thread-0,5,main] has been blocked for 5012 ms, time limit is 2000 ms
                io.vertx.core.VertxException: Thread blocked
                \tat java.base@17/java.lang.Object.wait(Native Method)
                12:00:00.002 WARN  Handling: stock.order.created pauses: TimeoutException: no connection within 5 s
                12:00:00.003 WARN  Sweeper: deadlines wait for the next time: java.util.concurrent.TimeoutException: late
                12:00:00.004 WARN  Relay: order: confirmed outbox rows cannot be removed yet: TimeoutException: late
                12:00:00.005 ERROR RunningShop: stopping services failed
                dev.orderly.launcher.Refusal: the services did not finish within 4 s
                \tat dev.orderly.launcher.Blocking.await(Blocking.java:25)
                Caused by: java.util.concurrent.TimeoutException: null
                \t... 3 common frames omitted
                good-bye
                """;

        assertThat(Stalls.leftOut(printed).lines().filter(line -> !line.isEmpty()))
                .containsExactly("Orderly is ready", "good-bye");
    }

    @Test
    void leavesEverythingElseAsItIs() {
        String printed = """
                12:00:00.001 WARN  Connector: broker connection 'order' lost, reconnecting: EOFException: null
                12:00:00.002 ERROR RunningShop: stopping services failed
                java.lang.IllegalStateException: already stopped
                \tat dev.orderly.launcher.Node.stop(Node.java:120)
                12:00:00.003 INFO  Node: the queue pauses: no
                """;

        assertThat(Stalls.leftOut(printed)).isEqualTo(printed);
    }
}

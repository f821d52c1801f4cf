package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.Event;
import dev.orderly.contracts.Ids;
import dev.orderly.contracts.OrderEvent.OrderCancelled;
import dev.orderly.contracts.StockEvent.StockUpdated;
import dev.orderly.messaging.EventCodec;
import dev.orderly.testing.EventContracts;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every integration test holds the messages against finds what is wrong with them. */
class EventContractsTest {

    private static final Event CANCELLED = new OrderCancelled(Ids.next(), "ada", "changed_mind");

    @Test
    void acceptsWhatTheContractsDescribe() {
        assertThat(violations("order.cancelled", EventCodec.STRUCTURED, told("order", CANCELLED)))
                .isEmpty();
        assertThat(violations("order.cancelled", EventCodec.BATCH, told("order", CANCELLED, CANCELLED)))
                .isEmpty();
    }

    @Test
    void findsAPropertyThatIsMissingOrOfAnotherKind() {
        String told = told("order", CANCELLED);

        assertThat(violations("order.cancelled", EventCodec.STRUCTURED, told.replace("\"reason\"", "\"why\"")))
                .isNotEmpty();
        assertThat(violations("order.cancelled", EventCodec.STRUCTURED, told.replace("\"ada\"", "7")))
                .isNotEmpty();
        assertThat(violations(
                        "order.cancelled", EventCodec.STRUCTURED, told.replace("\"sequence\":\"0", "\"sequence\":\"")))
                .isNotEmpty();
        assertThat(violations("order.cancelled", EventCodec.BATCH, "[" + told + "," + told.replace("ada", "a b") + "]"))
                .isNotEmpty();
    }

    @Test
    void findsWhatAHearerNeedsAndIsNotSaid() {
        String told = told("stranger", new StockUpdated("tea", 1, 1));

        assertThat(violations("stock.updated", EventCodec.STRUCTURED, told)).isEmpty();
        assertThat(violations("stock.updated", EventCodec.STRUCTURED, told.replace("\"quantity\"", "\"count\"")))
                .isNotEmpty();
    }

    @Test
    void findsWhatNobodyPromisedOrGoesUnderAnotherName() {
        String told = told("order", CANCELLED);

        assertThat(violations("order.cancelled", EventCodec.STRUCTURED, told.replace("\"order\"", "\"stock\"")))
                .containsExactly("stock says order.cancelled, which its contract does not name");
        assertThat(violations("order.failed", EventCodec.STRUCTURED, told)).isNotEmpty();
        assertThat(violations("order.cancelled", EventCodec.BATCH, told)).isNotEmpty();
        assertThat(violations("order.cancelled", EventCodec.STRUCTURED, told.substring(1)))
                .isNotEmpty();
    }

    private static String told(String source, Event... events) {
        List<Announcement<Event>> told = List.of(events).stream()
                .map(event -> Announcement.of(source, 1, Instant.now(), event))
                .toList();
        return new EventCodec().encode(told).toString();
    }

    private static List<String> violations(String key, String contentType, String message) {
        return EventContracts.known().violations(key, contentType, Buffer.buffer(message));
    }
}

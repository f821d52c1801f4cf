package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderly.contracts.Announcement;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.DatabaseAddress;
import dev.orderly.persistence.DatabaseSettings;
import dev.orderly.persistence.Outbox;
import dev.orderly.persistence.OutboxMessage;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncerTest {

    private final Vertx vertx = Vertx.vertx();
    private final EventCodec codec = new EventCodec();
    private final Announcer announcer = new Announcer(outbox(), codec);

    @AfterEach
    void close() {
        Await.done(vertx.close());
    }

    @Test
    void putsEventsOfOneTypeIntoOneMessageInTheirOrder() {
        List<Announcement<?>> told = new ArrayList<>();
        told.add(Samples.cancelled("first"));
        told.addAll(Samples.failed(1));
        told.add(Samples.cancelled("second"));

        List<OutboxMessage> messages = announcer.messages(told);

        assertThat(messages).extracting(OutboxMessage::type).containsExactly("order.cancelled", "order.failed");
        assertThat(codec.decode(messages.get(0).body())).containsExactly(told.get(0), told.get(2));
        assertThat(messages.get(0).eventIds())
                .containsExactly(told.get(0).id(), told.get(2).id());
    }

    @Test
    void splitsAtTwoHundredEvents() {
        assertThat(announcer.messages(Samples.cancelled(401)))
                .extracting(message -> message.eventIds().size())
                .containsExactly(200, 200, 1);
    }

    @Test
    void splitsAtTwoHundredAndFiftySixKilobytes() {
        String page = "x".repeat(60_000);
        List<Announcement<?>> told = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            told.add(Samples.cancelled(page));
        }

        List<OutboxMessage> messages = announcer.messages(told);

        assertThat(messages).allMatch(message -> message.body().length() <= 256 * 1024);
        assertThat(messages).extracting(message -> message.eventIds().size()).containsExactly(4, 4, 1);
    }

    @Test
    void refusesAnEventThatFitsIntoNoMessage() {
        List<Announcement<?>> told = List.of(Samples.cancelled("x".repeat(300_000)));

        assertThatThrownBy(() -> announcer.messages(told)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysNothingWhenThereIsNothingToSay() {
        assertThat(announcer.messages(List.of())).isEmpty();
    }

    private Outbox outbox() {
        DatabaseSettings nowhere = DatabaseSettings.of(new DatabaseAddress("127.0.0.1", 1, "none"), "s", "r", "p");
        return new Outbox(Database.open(vertx, nowhere), UUID.randomUUID(), false);
    }
}

package dev.orderly.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    @Test
    void isThereWhileALongQueueGetsShorter() {
        look(4_000, 3_000);
        assertThat(backlog.reason()).contains("3000 messages in Stock_OrderCreatedQueue are being worked off");

        look(2_000);
        assertThat(backlog.reason()).isPresent();

        look(12);
        assertThat(backlog.reason()).isEmpty();
    }

    @Test
    void isNotThereWhileNobodyWorksOnIt() {
        look(4_000, 4_000, 4_100);
        assertThat(backlog.reason()).isEmpty();

        look(4_050);
        assertThat(backlog.reason()).isPresent();

        look(4_050);
        assertThat(backlog.reason()).isEmpty();
    }

    @Test
    void isNotThereInOrdinaryTraffic() {
        look(19, 3, 15, 0);
        assertThat(backlog.reason()).isEmpty();
    }

    private void look(long... waiting) {
        for (long messages : waiting) {
            backlog.note("Stock_OrderCreatedQueue", messages);
        }
    }
}

package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator types about orders and customers, against a management port that answers as agreed. */
class OrdersCommandTest {

    private static final String ID = "01920000-0000-7000-8000-000000000001";
    private static final String ORDER = """
            {"id": "%s", "customerId": "ada", "status": "awaiting_payment", "createdAt": "2026-11-21T12:00:00Z",
             "since": "2026-11-21T12:00:01Z", "facts": {"reserved": true, "captured": false, "refunded": 0},
             "waitsFor": "the payment service", "movedBy": ["payment.successful", "payment.failed"],
             "call": {"attempts": 3, "nextAttemptAt": "2026-11-21T12:09:00Z", "lastError": "connection refused"},
             "timeline": [{"at": "2026-11-21T12:00:01Z", "what": "stock.reserved", "source": "stock",
                           "from": "pending", "to": "awaiting_payment", "effect": "moved"}]}
            """.formatted(ID);

    private final StandInPort port = new StandInPort();

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void listsWhatHasWaitedForLong() {
        port.lay("GET /orders/stuck?olderThan=30m&limit=7", 200, "{\"orders\": [" + ORDER + "]}");

        Typed typed = Typed.words("orders", "stuck", "--older-than", "30m", "--limit", "7", "--url", port.url());

        assertThat(typed.code()).isZero();
        assertThat(typed.printed())
                .contains(ID, "awaiting_payment", "the payment service", "payment.successful, payment.failed");
    }

    @Test
    void saysThatNothingIsStuck() {
        port.lay("GET /orders/stuck?olderThan=PT5M&limit=100", 200, "{\"orders\": []}");

        assertThat(Typed.words("orders", "stuck", "--url", port.url()).printed())
                .isEqualToIgnoringNewLines("No order has waited longer than PT5M.");
    }

    @Test
    void showsWhyAnOrderWaitsAndHowItCameThere() {
        port.lay("GET /orders/" + ID, 200, ORDER);

        assertThat(Typed.words("orders", "show", ID, "--url", port.url()).printed())
                .contains("customer    ada", "facts       reserved, refunded 0", "waits for   the payment service")
                .contains("3 attempts", "connection refused")
                .containsPattern("stock\\.reserved +stock +pending +awaiting_payment +moved");
    }

    @Test
    void saysInOneSentenceThatThereIsNoSuchOrder() {
        port.lay("GET /orders/" + ID, 404, "{\"detail\": \"There is no order " + ID + ".\"}");

        Typed typed = Typed.words("orders", "show", ID, "--url", port.url());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.errors()).isEqualToIgnoringNewLines("orderly: There is no order " + ID + ".");
    }

    @Test
    void repeatsInTheNameOfTheOperator() {
        port.lay("POST /orders/" + ID + "/retry", 200, "{\"repeated\": [\"order.created\"], \"called\": true}");

        Typed typed = Typed.words("orders", "retry", ID, "--operator", "eve", "--url", port.url());

        assertThat(typed.printed()).contains("Announced again: order.created.", "called again");
        assertThat(port.asked()).containsExactly("POST /orders/" + ID + "/retry {\"operator\":\"eve\"}");
    }

    @Test
    void cancelsForAReasonOnly() {
        port.lay("POST /orders/" + ID + "/cancel", 200, "{\"id\": \"" + ID + "\", \"status\": \"cancelled\"}");

        assertThat(Typed.words("orders", "cancel", ID, "--url", port.url()).code())
                .isEqualTo(2);
        assertThat(Typed.words("orders", "cancel", ID, "--reason", "asked by phone", "--url", port.url())
                        .printed())
                .isEqualToIgnoringNewLines("Order " + ID + " is cancelled.");
        assertThat(port.asked())
                .singleElement()
                .asString()
                .contains("\"reason\":\"asked by phone\"", "\"operator\":\"" + System.getProperty("user.name") + "\"");
    }

    @Test
    void tellsServiceByServiceWhatWasErased() {
        port.lay("POST /order/customers/ada/erase", 200, "{\"orders\": 2, \"messages\": 9, \"waiting\": 1}");
        port.lay("POST /payment/customers/ada/erase", 409, "{\"detail\": \"These orders are open: 1, 2.\"}");

        Typed typed = Typed.words("customers", "erase", "ada", "--url", port.url());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.printed().lines())
                .containsExactly(
                        "order    erased: 2 orders, 9 messages, 1 waiting",
                        "payment  These orders are open: 1, 2.",
                        "stock    does not run in this process: ask the one where it does (--url)",
                        "catalog  does not run in this process: ask the one where it does (--url)");
    }

    @Test
    void erasesNothingElsewhereWhenOrderRefuses() {
        port.lay("POST /order/customers/ada/erase", 409, "{\"detail\": \"These orders are not finished: 1.\"}");

        Typed typed = Typed.words("customers", "erase", "ada", "--url", port.url());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.printed().lines())
                .containsExactly(
                        "order    These orders are not finished: 1.",
                        "No other service was asked: what they keep may belong to an open order.");
        assertThat(port.asked()).singleElement().asString().startsWith("POST /order/customers/ada/erase");
    }

    @Test
    void saysThatNothingRuns() {
        assertThat(Typed.words("orders", "stuck", "--data", "no-such-folder").errors())
                .contains("Nothing runs on", "no-such-folder");
    }

    @Test
    void namesWhatOrdersCanBeAskedFor() {
        Typed typed = Typed.words("orders");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.errors()).contains("stuck", "show", "retry", "cancel");
    }
}

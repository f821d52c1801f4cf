package dev.orderly.order;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.orderly.contracts.Address;
import dev.orderly.contracts.ItemQuantity;
import dev.orderly.order.domain.PlaceOrder;
import dev.orderly.order.domain.Status;
import dev.orderly.web.Fields;
import java.util.List;
import java.util.stream.Stream;

/** Reads the bodies of requests into what they ask for. */
final class OrderBodies {

    private static final int MAX_ITEMS = 100;
    private static final long MAX_QUANTITY = 1_000_000;
    private static final int MAX_TEXT = 200;
    private static final String DEFAULT_METHOD = "tok_ok";
    private static final String DEFAULT_REASON = "customer_request";

    private static final List<String> SET_BY_HAND = Stream.of(Status.PAID, Status.SHIPPED, Status.DELIVERED)
            .map(Status::label)
            .toList();

    private OrderBodies() {}

    static PlaceOrder placeOrder(Fields body) {
        body.tree("items")
                .filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast)
                .ifPresent(OrderBodies::spellOut);
        return new PlaceOrder(
                body.id("customerId"),
                items(body),
                body.optionalId("paymentMethod").orElse(DEFAULT_METHOD),
                body.optionalObject("shipTo").map(OrderBodies::address));
    }

    /** A product's id alone means one of it. */
    private static void spellOut(ArrayNode items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).isTextual()) {
                items.set(i, JsonNodeFactory.instance.objectNode().set("productId", items.get(i)));
            }
        }
    }

    private static List<ItemQuantity> items(Fields body) {
        return body.objects("items", 1, MAX_ITEMS).stream()
                .map(line -> new ItemQuantity(line.id("productId"), line.whole("quantity", 1, 1, MAX_QUANTITY)))
                .toList();
    }

    private static Address address(Fields to) {
        return new Address(
                to.text("name", MAX_TEXT),
                to.text("street", MAX_TEXT),
                to.text("city", MAX_TEXT),
                to.optionalText("postalCode", MAX_TEXT),
                to.text("country", MAX_TEXT));
    }

    static Status patchedStatus(Fields body) {
        return Status.labelled(body.choice("status", SET_BY_HAND)).orElseThrow();
    }

    static String cancelReason(Fields body) {
        return body.text("reason", MAX_TEXT, DEFAULT_REASON);
    }
}

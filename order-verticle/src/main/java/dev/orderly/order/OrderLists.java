package dev.orderly.order;

import dev.orderly.order.OrderQueries.PageRequest;
import dev.orderly.order.OrderViews.OrderView;
import dev.orderly.order.domain.PageCursor;
import dev.orderly.order.domain.Status;
import dev.orderly.web.Caller;
import dev.orderly.web.Fields;
import dev.orderly.web.Page;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** HTTP in: orders page by page, a customer's own or all of them. */
final class OrderLists {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_OFFSET = 10_000;
    private static final int MAX_CURSOR = 64;

    private final OrderQueries queries;

    OrderLists(OrderQueries queries) {
        this.queries = queries;
    }

    Future<Reply> list(Request request) {
        PageRequest page = request.query().into(query -> pageRequest(query, request.caller()));
        return queries.findPage(page).map(orders -> page(page, orders).reply(request, "/orders"));
    }

    /** One order more than asked for is read: it tells whether there is a next page. */
    private static PageRequest pageRequest(Fields query, Caller caller) {
        Optional<String> status = query.optionalChoice("status", Status.labels());
        Optional<String> customer = customer(query, caller);
        int limit = query.count("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        int offset = query.count("offset", 0, 0, MAX_OFFSET);
        UUID before = query.optionalText("after", MAX_CURSOR)
                .map(word -> cursor(query, word, filters(status, customer)))
                .orElse(OrderQueries.NEWEST);
        return new PageRequest(status, customer, before, limit + 1, offset);
    }

    /** Whose orders are listed: a customer sees none but the own ones. */
    private static Optional<String> customer(Fields query, Caller caller) {
        Optional<String> asked = query.optionalId("customerId");
        asked.ifPresent(customer -> OrderApi.requireOwn(caller, customer));
        return caller.isStaff() ? asked : Optional.of(caller.subject());
    }

    private static UUID cursor(Fields query, String word, String filters) {
        Optional<PageCursor> cursor = PageCursor.read(word, filters);
        if (cursor.isEmpty()) {
            query.reject("after", "must be the \"next\" of a page that was read with the same filters");
        }
        return cursor.map(PageCursor::after).orElse(OrderQueries.NEWEST);
    }

    private static Page<OrderView> page(PageRequest request, List<OrderView> orders) {
        String filters = filters(request.status(), request.customerId());
        return Page.of(orders, request.limit() - 1, last -> new PageCursor(last.id()).word(filters));
    }

    private static String filters(Optional<String> status, Optional<String> customer) {
        return status.orElse("") + "/" + customer.orElse("");
    }
}

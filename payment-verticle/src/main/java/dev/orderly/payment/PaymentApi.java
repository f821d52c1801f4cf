package dev.orderly.payment;

import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.payment.PaymentReadings.Reading;
import dev.orderly.payment.PaymentRequests.Initiation;
import dev.orderly.payment.PaymentViews.PaymentView;
import dev.orderly.payment.domain.Payment;
import dev.orderly.payment.domain.Status;
import dev.orderly.service.Shop;
import dev.orderly.web.Caller;
import dev.orderly.web.Fields;
import dev.orderly.web.Operations;
import dev.orderly.web.Page;
import dev.orderly.web.Problem;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** HTTP in: the operations of the payment contract. */
final class PaymentApi {

    private static final int DEFAULT_PAGE = 50;
    private static final int MAX_PAGE = 100;

    private final PaymentReadings readings;
    private final PaymentRequests requests;
    private final Shop shop;

    PaymentApi(PaymentReadings readings, PaymentRequests requests, Shop shop) {
        this.readings = readings;
        this.requests = requests;
        this.shop = shop;
    }

    Operations operations() {
        return new Operations()
                .on("initiatePayment", this::initiate)
                .on("listPayments", this::list)
                .on("getPayment", this::read);
    }

    /** An order has one payment, so the order is the key, whatever the Idempotency-Key says. */
    private Future<Reply> initiate(Request request) {
        requireWellFormedKey(request);
        Cause.Asked asked =
                request.body().into(body -> PaymentBodies.initiate(body, shop.currency(), request.traceparent()));
        return shop.flow().trigger() == PaymentTrigger.ORDER_CALLS
                ? requests.initiate(asked).compose(initiation -> initiated(asked, initiation, request.caller()))
                : notAskedFor(asked.orderId());
    }

    /** @throws Problem 400 when there is one of another form */
    private static void requireWellFormedKey(Request request) {
        Optional<String> unused = request.idempotencyKey();
    }

    private Future<Reply> initiated(Cause.Asked asked, Initiation initiation, Caller caller) {
        Payment payment = initiation.payment();
        if (initiation.isNew()) {
            PaymentView begun = PaymentView.of(new Reading(payment, initiation.at(), List.of()));
            return Future.succeededFuture(Reply.created("/payments/" + payment.id(), begun));
        }
        if (payment.status() == Status.VOID) {
            throw Problem.conflict("The order ended before it was paid; payment " + payment.id() + " is void.");
        }
        if (!payment.isFor(asked.customerId(), asked.terms())) {
            throw Problem.conflict("The order has payment " + payment.id() + ", on other terms.");
        }
        return shown(payment.id(), caller);
    }

    private Future<Reply> notAskedFor(UUID orderId) {
        String rule = "In this shop payments begin by " + shop.flow().trigger().label() + ", not by a request. ";
        return readings.ofOrder(orderId).map(found -> {
            throw Problem.conflict(rule
                    + found.stream()
                            .findFirst()
                            .map(reading ->
                                    "The order has payment " + reading.payment().id() + ".")
                            .orElse("The order has no payment."));
        });
    }

    private Future<Reply> read(Request request) {
        return shown(request.uuid("id"), request.caller());
    }

    /** Another customer's payment is none: its id tells nothing. */
    private Future<Reply> shown(UUID id, Caller caller) {
        return readings.one(id)
                .map(found -> found.filter(reading -> reading.isFor(caller))
                        .map(PaymentView::of)
                        .map(PaymentApi::tagged)
                        .orElseThrow(() -> Problem.notFound("payment " + id)));
    }

    /** It has no version that follows its refunds. */
    private static Reply tagged(PaymentView payment) {
        return Reply.ok(payment).tagged();
    }

    private Future<Reply> list(Request request) {
        Optional<UUID> orderId = id(request.query(), "orderId");
        UUID after = id(request.query(), "after").orElse(PaymentReadings.END);
        int limit = request.query().count("limit", DEFAULT_PAGE, 1, MAX_PAGE);
        request.query().check();
        return orderId.map(readings::ofOrder)
                .orElseGet(() -> all(request.caller(), after, limit))
                .map(found -> Page.of(own(found, request.caller()), limit, PaymentView::id)
                        .reply(request, "/payments"));
    }

    /** A customer asks for the payment of an order; only staff may leaf through all of them. */
    private Future<List<Reading>> all(Caller caller, UUID after, int limit) {
        if (!caller.isStaff()) {
            throw Problem.forbidden("Name an orderId; the list of all payments is for staff.");
        }
        return readings.page(after, limit + 1);
    }

    private static List<PaymentView> own(List<Reading> found, Caller caller) {
        return found.stream()
                .filter(reading -> reading.isFor(caller))
                .map(PaymentView::of)
                .toList();
    }

    private static Optional<UUID> id(Fields query, String name) {
        return query.has(name) ? Optional.of(query.uuid(name)) : Optional.empty();
    }
}

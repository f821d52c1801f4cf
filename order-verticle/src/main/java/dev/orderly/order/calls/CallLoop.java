package dev.orderly.order.calls;

import dev.orderly.contracts.PaymentTrigger;
import dev.orderly.order.calls.CallOutcome.Answered;
import dev.orderly.order.calls.CallOutcome.Unanswered;
import dev.orderly.order.calls.PaymentClient.Answer;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.Failures;
import dev.orderly.service.ServiceEdge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the calls of one event loop: those of a commit at once, those that come due or were left by a crash at the next look. */
public final class CallLoop {

    private static final Logger LOG = LoggerFactory.getLogger(CallLoop.class);

    private final Vertx vertx;
    private final Database database;
    private final CallConfig config;
    private final PaymentClient client;
    private final MeterRegistry meters;
    private final Counter impossible;
    private final CallRepository calls = new CallRepository();
    private final Batcher<CallOutcome, Boolean> outcomes;
    private final Promise<Void> drained = Promise.promise();
    private int underWay;
    private boolean looking;
    private boolean lookAgain;
    private boolean stopped;
    private long timer = -1;

    private CallLoop(ServiceEdge edge, CallConfig config) {
        this.vertx = edge.vertx();
        this.database = edge.database();
        this.config = config;
        this.meters = edge.host().meters();
        this.impossible = edge.meters().impossible();
        this.client = new PaymentClient(
                vertx, config, edge.host().http()::address, edge.host().access().ownToken());
        this.outcomes = new Batcher<>(edge.batching(), this::settle);
        client.onRecovery(this::look);
        client.onOutage(() -> LOG.warn(
                "payments do not answer; trying one call every {}",
                config.breaker().rest()));
    }

    /** The calls of this loop, where the shop is set to calling at all. */
    public static Optional<CallLoop> of(ServiceEdge edge, CallConfig config) {
        return edge.shop().flow().trigger() == PaymentTrigger.ORDER_CALLS
                ? Optional.of(new CallLoop(edge, config))
                : Optional.empty();
    }

    /** Looks for due calls from now on. */
    public void begin() {
        timer = vertx.setPeriodic(config.lookEvery().toMillis(), tick -> look());
        look();
    }

    /** Begins no more calls; completes when none is under way. */
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return (underWay == 0 ? Future.<Void>succeededFuture() : drained.future()).eventually(client::close);
    }

    /** Sends what is due, as far as there is room. */
    public void look() {
        int room = client.room(underWay);
        if (looking || room == 0) {
            lookAgain = true;
        } else if (!stopped) {
            looking = true;
            lookAgain = false;
            database.inTransaction(tx -> calls.claimDue(tx, config.lease(), room))
                    .onComplete(claimed -> claimed(claimed, room));
        }
    }

    private void claimed(AsyncResult<List<PaymentCall>> claimed, int room) {
        looking = false;
        if (stopped) {
            return;
        }
        if (claimed.succeeded()) {
            lookAgain |= claimed.result().size() == room;
            claimed.result().forEach(this::send);
        } else if (!Failures.isTransient(claimed.cause())) {
            LOG.error("cannot look for calls that are due", claimed.cause());
        }
        if (lookAgain) {
            look();
        }
    }

    private void send(PaymentCall call) {
        underWay++;
        client.send(call)
                .transform(answered -> Future.succeededFuture(outcome(call, answered)))
                .compose(outcomes::submit)
                .onComplete(settled -> arrived(call, settled));
    }

    private CallOutcome outcome(PaymentCall call, AsyncResult<Answer> answered) {
        if (answered.succeeded() && answered.result().isDone()) {
            count("done");
            return new Answered(call.orderId());
        }
        return answered.succeeded()
                ? refused(call, answered.result())
                : unanswered(call, String.valueOf(answered.cause().getMessage()));
    }

    private CallOutcome unanswered(PaymentCall call, String why) {
        count("unanswered");
        return new Unanswered(call.orderId(), why, config.backOff().after(call.attempts()));
    }

    /** Asking again would help only after somebody has changed something: a person is called, and it is asked again rarely. */
    private CallOutcome refused(PaymentCall call, Answer answer) {
        count("refused");
        impossible.increment();
        LOG.atWarn().addKeyValue("order_id", call.orderId()).log("the payment is refused: {}", answer);
        return new Unanswered(
                call.orderId(), answer.toString(), config.backOff().longest());
    }

    private void count(String outcome) {
        Counter.builder("orderly.payment.calls")
                .description("Requests for payments, by what came of them.")
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    private Future<List<Boolean>> settle(List<CallOutcome> batch) {
        return database.inTransaction(tx -> calls.settle(tx, batch))
                .map(settled -> batch.stream().map(outcome -> true).toList());
    }

    /** What could not be written down comes due again when its lease ends. */
    private void arrived(PaymentCall call, AsyncResult<Boolean> settled) {
        underWay--;
        if (settled.failed() && !Failures.isTransient(settled.cause())) {
            LOG.error("what came of the call for {} could not be written down", call.orderId(), settled.cause());
        }
        if (stopped && underWay == 0) {
            drained.tryComplete();
        } else if (lookAgain) {
            look();
        }
    }
}

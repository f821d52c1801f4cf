package dev.orderly.payment;

import dev.orderly.payment.provider.HttpProvider;
import dev.orderly.payment.provider.PaymentProvider;
import dev.orderly.payment.provider.SimulatedProvider;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.Database;
import dev.orderly.persistence.MessageErasure;
import dev.orderly.service.Chores;
import dev.orderly.service.ServiceEdge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Puts the payment service's parts together on one event loop. */
final class PaymentVerticle extends VerticleBase {

    private static final int LAST_ANSWERS_MS = 1000;

    private final ServiceEdge edge;
    private final Payments payments;
    private final PaymentReadings readings;
    private final PaymentRequests requests;
    private final Errands errands;
    private final PickUp pickUp;
    private final Chores chores;
    private final Erasure erasure;

    PaymentVerticle(ServiceEdge edge) {
        this(edge, provider(edge));
    }

    PaymentVerticle(ServiceEdge edge, PaymentProvider provider) {
        this.edge = edge;
        PaymentConfig config = edge.settings(PaymentConfig.class);
        Database database = edge.database();
        UUID holder = UUID.randomUUID();
        PaymentRepository rows = new PaymentRepository(config, holder);
        RefundRepository refunds = new RefundRepository(config, holder);
        Alarms alarms = new Alarms(edge.meters().impossible());
        Bookkeeper books = new Bookkeeper(rows, refunds, new Journal(), edge.announcer());
        this.payments = new Payments(rows, refunds, books, alarms, edge.clock());
        this.readings = new PaymentReadings(database, rows, refunds);
        this.requests = new PaymentRequests(database, payments, batching(edge), edge.clock());
        PaymentLog log = new PaymentLog(database, payments, batching(edge));
        this.errands = new Errands(new ProviderCalls(edge.vertx(), provider, log, alarms, config)::run, config);
        this.pickUp = new PickUp(edge.vertx(), database, payments, errands, config);
        RetentionRepository old = new RetentionRepository(database);
        Purge purge = new Purge(old, provider, config.retention().kept(), edge.clock());
        this.chores = new Chores(edge).add("purge", config.retention().every(), purge::purge);
        this.erasure = new Erasure(old, new MessageErasure(database));
    }

    @Override
    public Future<?> start() {
        payments.handOffTo(errands::take);
        edge.hear(new PaymentConsumer(payments).routes());
        if (edge.first()) {
            pickUp.begin();
        }
        chores.begin();
        edge.manage(HttpMethod.POST, "/payment/customers/:id/erase", erasure::erase);
        return edge.serve(new RefundApi(readings, requests, edge.shop().currency())
                .addTo(new PaymentApi(readings, requests, edge.shop()).operations()));
    }

    @Override
    public Future<?> stop() {
        pickUp.stop();
        return Future.join(
                chores.stop(),
                errands.stop().timeout(LAST_ANSWERS_MS, TimeUnit.MILLISECONDS).otherwiseEmpty());
    }

    private static PaymentProvider provider(ServiceEdge edge) {
        PaymentConfig config = edge.settings(PaymentConfig.class);
        return config.isHttp()
                ? new HttpProvider(edge.vertx(), config.http(), config.attemptLimit())
                : new SimulatedProvider(
                        edge.vertx(), edge.database(PaymentService.PROVIDER), config.simulated(), batching(edge));
    }

    /** Whoever has an errand has a seat, so nothing is refused in its midst. */
    private static Batcher.Limits batching(ServiceEdge edge) {
        Batcher.Limits limits = edge.batching();
        int concurrency = edge.settings(PaymentConfig.class).concurrency();
        return new Batcher.Limits(limits.maxItems(), limits.concurrent(), Math.max(limits.maxWaiting(), concurrency));
    }
}

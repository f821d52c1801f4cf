package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.Audit;
import dev.orderly.audit.AuditReport;
import dev.orderly.web.Fields;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/** The operators' port of this process: health, metrics, status, audit. */
final class Management {

    private static final int MAX_ACKNOWLEDGED = 1_000_000;

    private final ManagementEdge edge;
    private final Audit audit;
    private final AuditScope scope;
    private final Node node;
    private final Vertx vertx;
    private final IntakeRate intake;
    private long looking = -1;

    Management(Vertx vertx, Node.NodeParts parts, Node node) {
        this.node = node;
        this.vertx = vertx;
        this.intake = new IntakeRate(parts.metrics().registry());
        Gauge.builder("orderly.intake.rate", intake, IntakeRate::perSecond)
                .description("Orders taken in per second, over the last minute.")
                .register(parts.metrics().registry());
        this.edge = new ManagementEdge(
                vertx,
                parts.configuration().management(),
                parts.metrics(),
                parts.access().callers());
        this.audit = new Audit(vertx, parts.plan().auditor(parts.database().address()));
        this.scope = new AuditScope(parts.configuration());
    }

    /** Begins to answer. */
    Future<Integer> start() {
        node.addProbes(edge);
        node.addRoutes(edge);
        new DeadLetterRoutes(node.desks()).addTo(edge);
        edge.route(HttpMethod.GET, "/audit", request -> audited(Optional.empty()));
        edge.route(HttpMethod.POST, "/audit", request -> audited(Optional.of(acknowledged(request))));
        edge.route(HttpMethod.GET, "/status", request -> edge.ready().map(this::status));
        looking = vertx.setPeriodic(IntakeRate.PERIOD_MS, tick -> intake.look());
        return edge.listen();
    }

    private Reply status(ManagementEdge.Health health) {
        return Reply.ok(ShopStatus.of(scope.configuration(), health, node.health(), intake.perSecond()));
    }

    Future<Void> stop() {
        vertx.cancelTimer(looking);
        return edge.close();
    }

    private Future<Reply> audited(Optional<List<Acknowledged>> promised) {
        return audit.run(scope.options(promised, node.health())).map(Management::shown);
    }

    private static Reply shown(AuditReport report) {
        return Reply.ok(AuditAnswer.of(report));
    }

    private static List<Acknowledged> acknowledged(Request request) {
        return request.body()
                .into(body -> body.objects("acknowledged", 0, MAX_ACKNOWLEDGED).stream()
                        .map(Management::acknowledgedOrder)
                        .toList());
    }

    private static Acknowledged acknowledgedOrder(Fields order) {
        return new Acknowledged(
                order.uuid("orderId"),
                order.id("customerId"),
                order.optionalId("key"),
                order.tree("bodyHash").map(JsonNode::asText).orElse(""));
    }
}

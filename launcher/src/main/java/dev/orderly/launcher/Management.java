package dev.orderly.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orderly.audit.Acknowledged;
import dev.orderly.audit.Audit;
import dev.orderly.audit.AuditReport;
import dev.orderly.web.Fields;
import dev.orderly.web.ManagementEdge;
import dev.orderly.web.Reply;
import dev.orderly.web.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/** The operators' port of this process: health, metrics, audit. */
final class Management {

    private static final int MAX_ACKNOWLEDGED = 1_000_000;

    private final ManagementEdge edge;
    private final Audit audit;
    private final AuditScope scope;
    private final Node node;

    Management(Vertx vertx, Node.NodeParts parts, Node node) {
        this.node = node;
        this.edge = new ManagementEdge(vertx, parts.configuration().management(), parts.metrics());
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
        return edge.listen();
    }

    Future<Void> stop() {
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
